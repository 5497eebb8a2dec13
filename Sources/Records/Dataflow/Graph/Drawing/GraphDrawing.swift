import Formatting

/// A graph as it is drawn: boxes for stages, frames for included documents, arrows for records.
///
/// Boxes, frames and arrows come in the graph's order, so that the same document gives the same
/// text.
public struct GraphDrawing: Sendable {
    /// What a box stands for.
    enum Shape: Sendable {
        case source, sink, stage
        /// A stage that calls models.
        case asking
        /// An included document drawn as one box.
        case included
    }

    /// A stage, or an included document drawn as one.
    struct Box: Sendable {
        /// The lines of its text.
        var lines: [String]
        let shape: Shape
        /// The names of the frames around it, the outermost first.
        let frames: [String]
    }

    /// Records that go from one box to another.
    struct Arrow: Hashable, Sendable {
        let from: Int
        let to: Int
        /// The part of the feeding stage's records; nil for all.
        let part: String?
        /// Whether the records come in by the second input.
        let isSide: Bool
    }

    /// The document's name.
    let title: String
    let boxes: [Box]
    let arrows: [Arrow]

    /// Draws a graph.
    ///
    /// - Parameters:
    ///   - title: The document's name.
    ///   - depth: How many levels of included documents are drawn as frames; a deeper one is drawn
    ///     as one box. Nil for all.
    ///   - isFlat: Whether no frames are drawn at all.
    public init(_ graph: Graph, title: String, depth: Int? = nil, isFlat: Bool = false) {
        var builder = Builder(depth: depth, isFlat: isFlat)
        let indices = graph.nodes.map { builder.box(for: $0) }
        for node in graph.nodeIDs {
            for edge in graph[node].consumers {
                builder.add(
                    Arrow(
                        from: indices[node], to: indices[edge.node],
                        part: edge.part?.shownOnOneLine, isSide: edge.isSide))
            }
        }
        self.title = title.shownOnOneLine
        boxes = builder.finishedBoxes
        arrows = builder.arrows
    }
}

/// Collects boxes and arrows, each once.
private struct Builder {
    let depth: Int?
    let isFlat: Bool
    private var boxes: [GraphDrawing.Box] = []
    private(set) var arrows: [GraphDrawing.Arrow] = []
    private var drawn: Set<GraphDrawing.Arrow> = []
    /// The box and the stages of each included document that is drawn as one.
    private var included: [String: (index: Int, stages: Int, models: [String])] = [:]

    init(depth: Int?, isFlat: Bool) {
        self.depth = depth
        self.isFlat = isFlat
    }

    /// The boxes, those of included documents with what is in them.
    var finishedBoxes: [GraphDrawing.Box] {
        var boxes = boxes
        for (index, stages, models) in included.values {
            boxes[index].lines.append("\(stages) stage\(stages == 1 ? "" : "s")")
            if !models.isEmpty { boxes[index].lines.append(models.joined(separator: ", ")) }
        }
        return boxes
    }

    /// The index of the box in which a stage is drawn.
    mutating func box(for node: Graph.Node) -> Int {
        let path = node.name.split(separator: "/").map { String($0).shownOnOneLine }
        if let depth, path.count > depth + 1 {
            return includedBox(Array(path.prefix(depth + 1)), node.stage.models)
        }
        let models = node.stage.models.map(\.shownOnOneLine)
        let name = isFlat ? path.joined(separator: "/") : path.last ?? ""
        boxes.append(
            GraphDrawing.Box(
                lines: [name, ([node.declaration.type] + models).joined(separator: " · ")],
                shape: shape(of: node), frames: isFlat ? [] : Array(path.dropLast())))
        return boxes.count - 1
    }

    private mutating func includedBox(_ path: [String], _ models: [String]) -> Int {
        let name = path.joined(separator: "/")
        var found: (index: Int, stages: Int, models: [String]) =
            included[name] ?? (boxes.count, 0, [])
        if found.stages == 0 {
            boxes.append(
                GraphDrawing.Box(
                    lines: [isFlat ? name : path.last ?? ""], shape: .included,
                    frames: isFlat ? [] : Array(path.dropLast())))
        }
        found.stages += 1
        found.models += models.map(\.shownOnOneLine).filter { !found.models.contains($0) }
        included[name] = found
        return found.index
    }

    private func shape(of node: Graph.Node) -> GraphDrawing.Shape {
        switch node.stage.work {
        case .source: .source
        case .sink: .sink
        default: node.stage.models.isEmpty ? .stage : .asking
        }
    }

    /// Adds an arrow between two boxes, unless it is there or stays inside one.
    mutating func add(_ arrow: GraphDrawing.Arrow) {
        guard arrow.from != arrow.to, drawn.insert(arrow).inserted else { return }
        arrows.append(arrow)
    }
}

/// A frame of a drawing with what is in it, in the order of its first box.
struct DrawingFrame {
    /// A box by its index, or a frame inside.
    enum Item {
        case box(Int)
        case frame(DrawingFrame)
    }

    let name: String
    private(set) var items: [Item] = []
    private var frameIndices: [String: Int] = [:]

    init(name: String) { self.name = name }

    mutating func add(_ box: Int, in frames: some Collection<String>) {
        guard let first = frames.first else {
            items.append(.box(box))
            return
        }
        if frameIndices[first] == nil {
            frameIndices[first] = items.count
            items.append(.frame(DrawingFrame(name: first)))
        }
        guard let index = frameIndices[first], case .frame(var frame) = items[index] else { return }
        frame.add(box, in: frames.dropFirst())
        items[index] = .frame(frame)
    }
}

extension GraphDrawing {
    /// The whole drawing as a frame without a name.
    private var outermost: DrawingFrame {
        var frame = DrawingFrame(name: "")
        for (index, box) in boxes.enumerated() { frame.add(index, in: box.frames) }
        return frame
    }

    /// The lines of all boxes and frames, in a language in which frames stand around what is in them.
    ///
    /// - Parameters:
    ///   - box: The line of a box, by its index.
    ///   - opening: The lines that open a frame, by its number and name; those after the first stand
    ///     one level deeper.
    ///   - closing: The line that closes one.
    func lines(
        box: (Int) -> String, opening: (Int, String) -> [String], closing: String
    ) -> [String] {
        var lines: [String] = []
        var frames = 0
        func add(_ frame: DrawingFrame, level: Int) {
            let indent = String(repeating: "  ", count: level)
            for item in frame.items {
                switch item {
                case .box(let index): lines.append(indent + box(index))
                case .frame(let inner):
                    for (index, line) in opening(frames, inner.name).enumerated() {
                        lines.append((index == 0 ? indent : indent + "  ") + line)
                    }
                    frames += 1
                    add(inner, level: level + 1)
                    lines.append(indent + closing)
                }
            }
        }
        add(outermost, level: 1)
        return lines
    }
}
