using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Demo;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Simulator;

[Trait("Speed", "rooms")]
public class DemoTests
{
    private static readonly GuideText[] Two =
    [
        new("harbour-mobile", "85290009001", "我在上環", Retransmitted: true),
        new("harbour-mobile", "85290009001", "我決定自行前往醫院"),
    ];

    [Fact]
    public void The_texts_are_in_all_three_scripts_and_one_has_several_parts()
    {
        var parts = GuideText.All.Select(t => PhoneText.Pdus(t.Number, t.Text, 1).Count).ToList();

        parts.Count(p => p == 3).ShouldBe(1);
        parts.Count(p => p == 1).ShouldBe(GuideText.All.Count - 1);
        GuideText.All.Count(t => t.Retransmitted).ShouldBe(1);
        GuideText.All.Select(t => t.Operator).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void It_is_done_when_every_confirmation_is_delivered_and_the_duplicate_was_recognised()
    {
        var progress = new DemoProgress(Two);
        progress.Sent(0, S(1));
        progress.Sent(1, S(2));
        progress.Reported(Report("r-1", "我在上環"));
        progress.Reported(Report("r-2", "我決定自行前往醫院"));
        progress.OnHandset("85290009001", S(3));
        progress.OnHandset("85290009001", S(4));
        progress.Delivered(SimulatedCentre.ConfirmationId("r-1"), S(5)).ShouldBe(S(4));
        progress.Delivered(SimulatedCentre.ConfirmationId("r-2"), S(6)).ShouldBe(S(4));
        progress.Done.ShouldBeFalse();

        progress.Repeated();

        progress.Done.ShouldBeTrue();
        var summary = progress.Summarize();
        (summary.Texts, summary.Reports, summary.Duplicates).ShouldBe((2, 2, 1));
        (summary.Confirmed, summary.Delivered, summary.Slowest).ShouldBe((2, 2, S(4)));
        summary.Open.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_report_of_one_text_keeps_it_from_being_done()
    {
        var progress = new DemoProgress([Two[1]]);
        progress.Reported(Report("r-1", "我決定自行前往醫院"));
        progress.Reported(Report("r-2", "我決定自行前往醫院"));
        progress.OnHandset("85290009001", S(1));
        progress.Delivered(SimulatedCentre.ConfirmationId("r-1"), S(2));

        progress.Done.ShouldBeFalse();
        progress.Summarize().Reports.ShouldBe(2);
    }

    [Fact]
    public void What_is_not_done_is_named()
    {
        var progress = new DemoProgress(Two);
        progress.Reported(Report("r-1", "我在上環"));

        progress.Summarize().Open.ShouldBe(Two);
    }

    [Fact]
    public async Task The_daemon_takes_the_configuration_that_is_written_for_it()
    {
        using var folder = new TempFolder();
        await using var run = new DemoRun(
            new Uri("http://127.0.0.1:9920"), new DemoScreen(TextWriter.Null, TimeProvider.System), TimeProvider.System);

        var file = DaemonConfiguration.Write(
            folder.Path, new Uri("http://127.0.0.1:9931/"), new Uri("amqp://guest:guest@127.0.0.1:5672"), run.Operators());

        var reading = BridgeConfiguration.Read(file, []);
        reading.Faults.ShouldBeEmpty();
        reading.Plan!.Operators.Select(o => o.Name).ShouldBe(["harbour-mobile", "lion-fixed"], ignoreOrder: true);
        reading.Plan.Operator("lion-fixed")!.ReceiptIdFormat.ShouldBe(ReceiptIdFormat.Hex);
        reading.Plan.Http.Listen.Port.ShouldBe(9931);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void The_daemon_of_the_same_build_is_found() => File.Exists(DaemonLocation.Find()).ShouldBeTrue();

    [Fact]
    public void A_daemon_that_is_not_there_is_said_plainly() =>
        Should.Throw<DaemonException>(() => DaemonLocation.Find("/nowhere/bridge.dll")).Message.ShouldContain("/nowhere/bridge.dll");

    private static ReportData Report(string id, string text) =>
        SampleReports.New(text, id) with { Sender = new Sender("85290009001", "85290009001", 1, 1) };

    private static TimeSpan S(int seconds) => TimeSpan.FromSeconds(seconds);
}
