/// Formats of numbers for people.
public enum Format {
    /// A count with thousands separators: `12,840`.
    public static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return number < 0 ? "-" + grouped : grouped
    }

    /// A count of things, one of which is called `noun`: `1 record`, `12,840 records`.
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// A size in binary units: `512 B`, `97.4 MiB`.
    public static func bytes(_ number: Int) -> String {
        var value = Double(number)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 1024 || unit == "GiB" {
                return unit == "B" ? "\(number) B" : "\(value.fixed(1)) \(unit)"
            }
            value /= 1024
        }
        return "\(number) B"
    }

    /// A duration: `0.4 s`, `42 s`, `3 min 05 s`, `2 h 07 min`; `?` if negative or not finite.
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "?" }
        if seconds < 10 { return "\(seconds.fixed(1)) s" }
        let whole = Int(min(seconds.rounded(), 1e15))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if whole < 60 { return "\(whole) s" }
        if whole < 3_600 { return "\(whole / 60) min \(two(whole % 60)) s" }
        return "\(whole / 3_600) h \(two(whole / 60 % 60)) min"
    }

    /// A share as `70.3 %`.
    public static func percent(_ share: Double) -> String { (share * 100).fixed(1) + " %" }
}
