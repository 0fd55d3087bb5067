using System.Reflection;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;

namespace Bridge.Tests.Centre;

[Trait("Speed", "unit")]
public sealed class BusPageTests
{
    [Theory]
    [InlineData(typeof(EventNames))]
    [InlineData(typeof(CommandNames))]
    public void The_page_for_the_centres_engineers_names_everything_that_goes_over_the_bus(Type names)
    {
        var page = File.ReadAllText(Repository.File("docs", "bus.md"));
        foreach (var name in names.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            page.ShouldContain($"`{name.GetRawConstantValue()}`");
        }
    }
}
