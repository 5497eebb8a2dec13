/// What templates and expressions can use, each in a line, for the reference.
public enum TemplateReference {
    /// A filter, test, function or method.
    public struct Entry: Sendable {
        /// How it is written, with its arguments: `replace(old, new)`.
        public let form: String
        /// What it gives, as a phrase.
        public let summary: String

        /// The name without arguments.
        var name: String { String(form.prefix { $0 != "(" }) }
    }

    /// The filters, which stand after `|`.
    public static let filters = entries([
        ("abs", "the number without its sign"),
        ("attr(name)", "the member of an object with this name"),
        ("batch(n, fill)", "lists of n elements each; fill makes the last one full"),
        ("capitalize", "the first letter in upper case, the others in lower case"),
        ("center(width)", "the text with spaces on both sides"),
        ("count", "the same as length"),
        ("d(value)", "the same as default"),
        ("default(value)", "value if there is none; default(value, true) also if it is empty"),
        ("dictsort", "pairs of key and value, sorted by key; by='value' sorts by value"),
        ("e", "the same as escape"),
        ("escape", "the text with &, <, > and quotes as HTML writes them"),
        ("filesizeformat", "a number of bytes for people: 1.3 MB"),
        ("first", "the first element"),
        ("float", "a number with a fraction; 0.0 if the text is none"),
        ("forceescape", "escape, also of what is escaped already"),
        ("format(values)", "the text with %s, %d and %f replaced"),
        ("groupby(attribute)", "groups of equal attribute, each with grouper and list"),
        ("indent(width)", "the text with all lines but the first moved to the right"),
        ("int", "a whole number; 0 if the text is none"),
        ("items", "pairs of key and value"),
        ("join(separator)", "the elements as one text; attribute= takes a member of each"),
        ("last", "the last element"),
        ("length", "the number of elements, of members, or of characters"),
        ("list", "the elements as a list"),
        ("lower", "the text in lower case"),
        ("map(filter)", "the filter of each element; attribute= takes a member of each"),
        ("max", "the largest element; attribute= compares a member"),
        ("min", "the smallest element; attribute= compares a member"),
        ("pprint", "the value as Python prints it, over several lines"),
        ("random", "an element, drawn at random"),
        ("reject(test)", "the elements for which the test does not hold"),
        ("rejectattr(attribute, test)", "the elements of whose member the test does not hold"),
        ("replace(old, new)", "the text with every old replaced; a third argument limits how many"),
        ("reverse", "the elements, or the characters, from the last to the first"),
        ("round(precision)", "the number rounded; method='floor' or 'ceil'"),
        ("safe", "the text, which escape then leaves as it is"),
        ("select(test)", "the elements for which the test holds"),
        ("selectattr(attribute, test)", "the elements of whose member the test holds"),
        ("slice(n)", "n lists of about the same length"),
        ("sort", "the elements sorted; reverse=true, attribute= for a member"),
        ("string", "the value as a text"),
        ("striptags", "the text without HTML tags and comments"),
        ("sum", "the sum; attribute= adds a member of each"),
        ("title", "every word with a capital"),
        ("tojson", "the value as JSON; indent= breaks it into lines"),
        ("trim", "the text without white space at its ends"),
        ("truncate(length)", "the text cut after a word, with ... at its end"),
        ("unique", "the elements, each once"),
        ("upper", "the text in upper case"),
        ("urlencode", "the text as a part of a URL"),
        ("urlize", "the text with links around URLs"),
        ("wordcount", "the number of words"),
        ("wordwrap(width)", "the text in lines of this width"),
        ("xmlattr", "an object as attributes of a tag"),
    ])

    /// The tests, which stand after `is`.
    public static let tests = entries([
        ("boolean", "true or false"),
        ("callable", "a function"),
        ("defined", "a value that is there"),
        ("divisibleby(n)", "a multiple of n"),
        ("eq(x)", "equal to x; also equalto and =="),
        ("escaped", "a text that escape leaves as it is"),
        ("even", "an even number"),
        ("false", "false"),
        ("filter", "the name of a filter"),
        ("float", "a number with a fraction"),
        ("ge(x)", "at least x; also >="),
        ("gt(x)", "more than x; also greaterthan and >"),
        ("in(list)", "an element of the list, or a part of the text"),
        ("integer", "a whole number"),
        ("iterable", "something that a loop can go through"),
        ("le(x)", "at most x; also <="),
        ("lower", "a text in lower case"),
        ("lt(x)", "less than x; also lessthan and <"),
        ("mapping", "an object"),
        ("ne(x)", "not equal to x; also !="),
        ("none", "null"),
        ("number", "a number"),
        ("odd", "an odd number"),
        ("sameas(x)", "the very same value as x"),
        ("sequence", "a list, a text or an object"),
        ("string", "a text"),
        ("test", "the name of a test"),
        ("true", "true"),
        ("undefined", "a value that is not there"),
        ("upper", "a text in upper case"),
    ])

    /// The functions of every template; a prompt's template has more.
    public static let functions = entries([
        ("cycler(a, b)", "an object whose next() gives one after the other"),
        ("dict(a=1)", "an object"),
        ("joiner(separator)", "a function that gives nothing at first, then the separator"),
        ("lipsum(n)", "n paragraphs of Latin words"),
        ("namespace(a=1)", "an object whose members a loop can set"),
        ("raise_exception(text)", "an error, by which the record is rejected"),
        ("range(start, stop, step)", "the whole numbers from start up to stop, which is left out"),
    ])

    /// The methods of a text.
    public static let textMethods = entries([
        ("capitalize()", "the first letter in upper case, the others in lower case"),
        ("casefold()", "the text in lower case, for comparison"),
        ("center(width)", "the text with spaces on both sides"),
        ("count(part)", "how often the part occurs"),
        ("endswith(end)", "whether the text ends so"),
        ("expandtabs(n)", "the text with tabs as spaces"),
        ("find(part)", "where the part begins; -1 if nowhere"),
        ("format(values)", "the text with {} and {name} replaced"),
        ("format_map(object)", "the text with {name} replaced by the object's members"),
        ("index(part)", "where the part begins; an error if nowhere"),
        ("isalnum()", "whether there are only letters and digits"),
        ("isalpha()", "whether there are only letters"),
        ("isascii()", "whether there are only ASCII characters"),
        ("isdecimal()", "whether there are only decimal digits"),
        ("isdigit()", "whether there are only digits"),
        ("isidentifier()", "whether the text could be a name in Python"),
        ("islower()", "whether all letters are in lower case"),
        ("isnumeric()", "whether there are only numerals"),
        ("isprintable()", "whether every character can be shown"),
        ("isspace()", "whether there is only white space"),
        ("istitle()", "whether every word has a capital"),
        ("isupper()", "whether all letters are in upper case"),
        ("join(list)", "the list's texts with this one between them"),
        ("ljust(width)", "the text with spaces after it"),
        ("lower()", "the text in lower case"),
        ("lstrip(characters)", "the text without these, or white space, at its beginning"),
        ("partition(separator)", "what is before the first separator, it, and what is after"),
        ("removeprefix(start)", "the text without this beginning"),
        ("removesuffix(end)", "the text without this end"),
        ("replace(old, new)", "the text with every old replaced"),
        ("rfind(part)", "where the part begins for the last time; -1 if nowhere"),
        ("rindex(part)", "where the part begins for the last time; an error if nowhere"),
        ("rjust(width)", "the text with spaces before it"),
        ("rpartition(separator)", "what is before the last separator, it, and what is after"),
        ("rsplit(separator, n)", "the parts, split n times from the end"),
        ("rstrip(characters)", "the text without these, or white space, at its end"),
        ("split(separator, n)", "the parts, split n times; by white space without a separator"),
        ("splitlines()", "the lines"),
        ("startswith(start)", "whether the text begins so"),
        ("strip(characters)", "the text without these, or white space, at its ends"),
        ("swapcase()", "upper case as lower case, and the other way round"),
        ("title()", "every word with a capital"),
        ("upper()", "the text in upper case"),
        ("zfill(width)", "the text with zeros before it"),
    ])

    /// The methods of objects and lists; none changes its value.
    public static let collectionMethods = entries([
        ("copy()", "the same object or list"),
        ("count(value)", "how often a list has the value"),
        ("get(key, default)", "an object's member; default, or null, if it has none"),
        ("index(value)", "where a list has the value; an error if nowhere"),
        ("items()", "an object's pairs of key and value"),
        ("keys()", "an object's keys"),
        ("values()", "an object's values"),
    ])

    private static func entries(_ lines: [(String, String)]) -> [Entry] {
        lines.map { Entry(form: $0, summary: $1) }
    }
}
