using System.Reflection;
using System.Text.RegularExpressions;
using Bridge.Tests.Support;
using Bridge.Worker.Supervision;

namespace Bridge.Tests.Architecture;

/// <summary>docs/ARCHITECTURE.md beside the code. That its names are there is seen by <see cref="PageNamesTests"/>.</summary>
[Trait("Speed", "unit")]
public sealed partial class MapTests
{
    private static readonly MarkdownPage Map = MarkdownPage.Read("docs/ARCHITECTURE.md");

    [Fact]
    public void The_workers_rooms_stand_in_their_order() => RoomsIn("Bridge.Worker").ShouldBe(RoomsTests.Worker.Rooms);

    [Fact]
    public void The_simulators_rooms_stand_in_their_order() => RoomsIn("Bridge.Simulator").ShouldBe(RoomsTests.Simulator.Rooms);

    [Fact]
    public void Every_project_has_its_place() =>
        Projects().Where(project => !Map.Headings.Any(heading => heading.Contains($"`{project}/`", StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void Every_periodic_service_has_its_row() => Map.TableUnder("Periodic services").Select(row => row[0].Trim('`')).ShouldBe(
        Assembly.Load("bridge").GetTypes().Where(type => type.IsSubclassOf(typeof(PeriodicService))).Select(type => type.Name),
        ignoreOrder: true);

    [Fact]
    public void Twenty_questions_and_more_are_each_answered_by_a_place()
    {
        var answers = Map.TableUnder("Where do I find …");

        answers.Count.ShouldBeGreaterThanOrEqualTo(20);
        answers.Where(row => !MarkdownPage.CodeIn(row[1]).Any(code => Path.Exists(Repository.File(code)))).Select(row => row[0])
            .ShouldBeEmpty("no file or folder answers it");
    }

    private static IEnumerable<string> RoomsIn(string project) => Map.Headings.Select(heading => RoomHeading().Match(heading))
        .Where(found => found.Success && found.Groups["project"].Value == project).Select(found => found.Groups["room"].Value);

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file));

    [GeneratedRegex("^`(?<project>Bridge\\.\\w+)/(?<room>\\w+)/`$", RegexOptions.ExplicitCapture)]
    private static partial Regex RoomHeading();
}
