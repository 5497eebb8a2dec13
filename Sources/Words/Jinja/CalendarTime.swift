#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A date and time of day without a time zone; a chat template's `strftime_now` prints one.
public struct CalendarTime: Sendable, Equatable {
    /// The year, such as 2024.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The day of the month, 1 to 31.
    public var day: Int
    /// The hour, 0 to 23.
    public var hour: Int
    /// The minute, 0 to 59.
    public var minute: Int
    /// The second, 0 to 60.
    public var second: Int

    /// Creates a time from its parts, which are not checked.
    public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Returns the machine's local time.
    public static func now() -> CalendarTime {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return CalendarTime(
            year: Int(parts.tm_year) + 1900,
            month: Int(parts.tm_mon) + 1,
            day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour),
            minute: Int(parts.tm_min),
            second: Int(parts.tm_sec)
        )
    }

    /// Formats the time as C's `strftime` does, with English names.
    ///
    /// `%-d` and the like drop the padding; an unknown directive is copied as it is.
    public func formatted(_ format: String) -> String {
        var result = ""
        var scalars = format.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            guard let directive = scalars.next() else { return result + "%" }
            if directive == "-", let unpadded = scalars.next() {
                result += Self.withoutPadding(field(unpadded) ?? "%-\(unpadded)")
            } else {
                result += field(directive) ?? "%\(directive)"
            }
        }
        return result
    }

    private func field(_ directive: Unicode.Scalar) -> String? {
        switch directive {
        case "Y": Self.padded(year, 4)
        case "y": Self.padded(year % 100)
        case "C": Self.padded(year / 100)
        case "m": Self.padded(month)
        case "d": Self.padded(day)
        case "e": Self.padded(day, with: " ")
        case "H": Self.padded(hour)
        case "I": Self.padded(hour % 12 == 0 ? 12 : hour % 12)
        case "M": Self.padded(minute)
        case "S": Self.padded(second)
        case "f": "000000"
        case "j": Self.padded(dayOfYear, 3)
        case "p": hour < 12 ? "AM" : "PM"
        case "A": Self.days[weekday]
        case "a": String(Self.days[weekday].prefix(3))
        case "w": String(weekday)
        case "u": String(weekday == 0 ? 7 : weekday)
        case "B": Self.months[(month - 1) % 12]
        case "b", "h": String(Self.months[(month - 1) % 12].prefix(3))
        case "U": Self.padded((dayOfYear + 6 - weekday) / 7)
        case "W": Self.padded((dayOfYear + 6 - (weekday + 6) % 7) / 7)
        case "F": formatted("%Y-%m-%d")
        case "T", "X": formatted("%H:%M:%S")
        case "R": formatted("%H:%M")
        case "D", "x": formatted("%m/%d/%y")
        case "c": formatted("%a %b %e %H:%M:%S %Y")
        case "n": "\n"
        case "t": "\t"
        case "z", "Z": ""
        case "%": "%"
        default: nil
        }
    }

    private var isLeapYear: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private var dayOfYear: Int {
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][(month - 1) % 12]
        return before + day + (isLeapYear && month > 2 ? 1 : 0)
    }

    /// The day of the week, 0 for Sunday, in the Gregorian calendar.
    private var weekday: Int {
        let past = year - 1
        // January 1 of year 1 was a Monday; a year moves the weekday by 1, a leap year by 2.
        return (past + past / 4 - past / 100 + past / 400 + dayOfYear) % 7
    }

    private static let days = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private static func padded(_ value: Int, _ width: Int = 2, with pad: Character = "0") -> String
    {
        let digits = String(value)
        return String(repeating: pad, count: max(0, width - digits.count)) + digits
    }

    private static func withoutPadding(_ text: String) -> String {
        let bare = text.drop { $0 == "0" || $0 == " " }
        return bare.isEmpty && !text.isEmpty ? "0" : String(bare)
    }
}
