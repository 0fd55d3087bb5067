using System.Text.RegularExpressions;
using Bridge.Tests.Support;

namespace Bridge.Tests.Smpp;

/// <summary>Beside each leniency in the code stands who needs it and which test shows it.</summary>
[Trait("Speed", "unit")]
public sealed partial class LeniencyTests
{
    /// <summary>So far behind "Lenient to" the test has to be named.</summary>
    private const int Near = 500;

    public static TheoryData<string> Leniencies()
    {
        var found = new TheoryData<string>();
        foreach (var folder in (string[])["Bridge.Protocol/Smpp", "Bridge.Worker/Operators"])
        {
            foreach (var file in Directory.GetFiles(Repository.File(folder), "*.cs"))
            {
                var text = CommentMarks().Replace(File.ReadAllText(file), " ");
                for (var at = 0; (at = text.IndexOf("enient to ", at, StringComparison.Ordinal)) >= 0; at++)
                {
                    found.Add($"{Path.GetFileName(file)}: {text.Substring(at, Math.Min(Near, text.Length - at))}");
                }
            }
        }

        return found;
    }

    [Fact]
    public void There_are_some() => Leniencies().Count.ShouldBeGreaterThanOrEqualTo(18);

    [Theory]
    [MemberData(nameof(Leniencies))]
    public void Its_test_is_named_and_there_is_such_a_test(string leniency)
    {
        var named = TestName().Match(leniency);
        named.Success.ShouldBeTrue(leniency);
        var test = typeof(LeniencyTests).Assembly.GetTypes().Single(type => type.Name == named.Groups[1].Value)
            .GetMethod(named.Groups[2].Value);
        test.ShouldNotBeNull(named.Value).GetCustomAttributes(typeof(FactAttribute), inherit: true).ShouldNotBeEmpty(named.Value);
    }

    [GeneratedRegex(@"\s*\n\s*///?")]
    private static partial Regex CommentMarks();

    [GeneratedRegex(@"(\w+Tests)\.(\w+)")]
    private static partial Regex TestName();
}
