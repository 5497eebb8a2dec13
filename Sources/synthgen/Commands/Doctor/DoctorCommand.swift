import ArgumentParser
import Foundation
import JSON
import Models

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says what this machine has, and whether it computes right.",
        discussion: """
            Alone it lists what was found, what is missing and how to get it. With --device it \
            tries every operation of that device on fresh random input, odd sizes and outputs that \
            are NaN before, against plain C in 32-bit floats, and ends with status 1 if one is \
            wrong. --seed repeats a trial.
            """)

    @Option(help: "Compare this device's operations with the reference: cpu, cuda or cuda:N.")
    var device: DeviceChoice?

    @Option(help: "The seed of the trial's numbers; by default another each time.")
    var seed: UInt64?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard let device else {
            let findings = MachineFindings.all() + CardFindings.all()
            json ? printJSON(findings) : print(findings.flatMap(\.lines).joined(separator: "\n"))
            return
        }
        let trial = try DeviceTrial(device: device, seed: seed ?? .random(in: 0..<1 << 32))
        let report = try trial.run()
        print(json ? report.json.pretty() : report.text)
        if !report.isRight { throw ExitCode(1) }
    }

    private func printJSON(_ findings: [Finding]) {
        print(JSON.array(findings.map(\.json)).pretty())
    }
}
