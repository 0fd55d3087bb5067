using System.Reflection;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

/// <summary>docs/text.md beside the code. Its table of labels is looked at by <see cref="LabelLiesTests"/>.</summary>
[Trait("Speed", "unit")]
public sealed class TextPageTests
{
    [Fact]
    public void The_page_has_every_problem_in_the_words_that_the_centre_gets()
    {
        var page = File.ReadAllText(Repository.File("docs", "text.md"));

        foreach (var problem in typeof(TextProblem).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            page.ShouldContain($"`{problem.GetRawConstantValue()}`");
        }
    }
}
