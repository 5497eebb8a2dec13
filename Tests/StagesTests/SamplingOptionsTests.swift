import Compute
import JSON
import Testing

@testable import Dataflow
@testable import Stages

/// Sampling options in a document's words.
@Suite struct SamplingOptionsTests {
    /// Another byte, and no answer that was remembered before is found.
    @Test func `the JSON that calls are remembered under never changes`() {
        #expect(
            SamplingSettings.sampling(nil).json.text
                == #"{"temperature":0.7,"topK":0,"topP":1.0,"minP":0.0,"repetitionPenalty":1.0,"#
                + #""presencePenalty":0.0,"frequencyPenalty":0.0,"noRepeatNGram":0,"maxTokens":256}"#
        )
        let options = SamplingSettings.sampling(
            SettingValues([
                "topK": 40, "topP": 0.95, "minP": 0.05, "repetitionPenalty": 1.1,
                "presencePenalty": 0.5, "frequencyPenalty": -0.25, "noRepeatNGram": 4,
                "maxTokens": 64,
            ]), temperature: 0)
        #expect(
            options.json.text
                == #"{"temperature":0.0,"topK":40,"topP":0.95,"minP":0.05,"repetitionPenalty":1.1,"#
                + #""presencePenalty":0.5,"frequencyPenalty":-0.25,"noRepeatNGram":4,"#
                + #""maxTokens":64}"#)
    }

    @Test func `options that no document has make another key`() {
        var options = SamplingSettings.sampling(nil)
        options.typicalP = 0.9
        #expect(options.json != SamplingSettings.sampling(nil).json)
        #expect(options.json["typicalP"] == 0.9)
    }

    @Test func `a document that says nothing samples at 0.7, the engine at 1`() {
        #expect(SamplingSettings.sampling(nil).temperature == 0.7)
        #expect(SamplingOptions().temperature == 1)
        #expect(SamplingSettings.sampling(nil, temperature: 0).temperature == 0)
    }
}
