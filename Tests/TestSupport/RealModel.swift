import Files
public import Foundation

/// SmolLM2-135M-Instruct as `synthgen models pull` leaves it in the user's cache.
public enum RealModel {
    /// Where the file lies, whether or not it is there.
    public static let url = UserFolder.cache()
        .appending(path: "models/smollm2-135m-instruct.gguf")

    /// Whether the file is there.
    public static let isHere = FileManager.default.fileExists(atPath: url.path)
}
