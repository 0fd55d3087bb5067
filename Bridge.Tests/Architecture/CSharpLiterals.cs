using System.Text.RegularExpressions;

namespace Bridge.Tests.Architecture;

/// <summary>The string literals of C# source, comments left out.</summary>
internal static partial class CSharpLiterals
{
    public static IEnumerable<string> In(string source) => Tokens().Matches(source)
        .Select(token => token.Groups["text"])
        .Where(text => text.Success)
        .Select(text => text.Value);

    // In the order in which they have to be tried: what begins like a string inside a comment is none, and """ begins like "".
    [GeneratedRegex(
        """"
        //[^\n]* | /\*.*?\*/ | '(?:\\.|[^'\\\n])+'
        | (?<quotes>"{3,})(?<text>.*?)\k<quotes>
        | @\$?"(?<text>(?:[^"]|"")*)" | \$@"(?<text>(?:[^"]|"")*)"
        | "(?<text>(?:\\.|[^"\\\n])*)"
        """",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Tokens();
}
