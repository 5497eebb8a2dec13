import ArgumentParser

/// What a run may do to a dataset that is in its folder already.
struct FolderOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "If the folder holds another document's dataset, move that to previous/ in the folder "
                + "instead of refusing."))
    var replace = false

    @Flag(
        help: ArgumentHelp(
            "Let the run leave fewer records than the folder has, by a smaller target or fewer "
                + "source records; without this they stay."))
    var shrink = false

    var policy: FolderPolicy { FolderPolicy(replaces: replace, shrinks: shrink) }
}
