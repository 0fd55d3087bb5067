using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Text;
using Bridge.Simulator.Load;
using Bridge.Tests.Support;

namespace Bridge.Tests.Simulator;

[Trait("Speed", "rooms")]
public class LoadTextsTests
{
    private static readonly LoadTexts Texts = new("abc123", senders: 7, longShare: 0.3);

    [Fact]
    public void Every_part_of_every_text_has_octets_of_its_own()
    {
        var bodies = Enumerable.Range(0, 5_000).SelectMany(Texts.PdusOf).Select(pdu => Convert.ToHexString(pdu.ShortMessage.Span)).ToList();

        bodies.Distinct().Count().ShouldBe(bodies.Count);
    }

    [Fact]
    public void The_wire_says_what_the_audit_expects()
    {
        for (var text = 0; text < 200; text++)
        {
            var pdus = Texts.PdusOf(text);
            var pieces = pdus.Select((pdu, i) => new ReceivedPart(i + 1, pdu.DataCoding, pdu.ShortMessage, pdu.EsmClass.HasUdh)).ToList();

            TextJoiner.Join(pieces, pdus.Count, Alphabet.Gsm7).Text.ShouldBe(Texts.TextOf(text));
            pdus.ShouldAllBe(pdu => pdu.ShortMessage.Length <= 140 || (pdu.DataCoding == 0 && pdu.ShortMessage.Length <= 160));
            Texts.ReadNumber(Encoding.UTF8.GetBytes(Texts.TextOf(text))).ShouldBe(text);
        }
    }

    [Fact]
    public void The_share_of_long_texts_is_kept_all_along()
    {
        Enumerable.Range(0, 100).Count(Texts.IsLong).ShouldBe(30);
        Enumerable.Range(500, 100).Count(Texts.IsLong).ShouldBe(30);
        Enumerable.Range(0, 100).Count(new LoadTexts("abc123", 7, 1).IsLong).ShouldBe(100);
        Enumerable.Range(0, 100).Count(new LoadTexts("abc123", 7, 0).IsLong).ShouldBe(0);
    }

    [Fact]
    public void The_scan_finds_in_an_event_what_the_contract_puts_there()
    {
        var scan = new ReportScan();
        var report = SampleReports.New("a \"quoted\"\n警員 text") with { Complete = false };

        scan.Read(CloudEvent.WriteEvent("e-1", "node", "c-1", DateTimeOffset.UnixEpoch, report)).ShouldBeTrue();

        scan.Id.ToString().ShouldBe("e-1");
        Encoding.UTF8.GetString(scan.Text).ShouldBe(report.Text);
        scan.Complete.ShouldBeFalse();
        scan.Amended.ShouldBeFalse();
    }

    [Fact]
    public void The_scan_tells_amendments_and_passes_over_other_events()
    {
        var scan = new ReportScan();
        var amended = new ReportData(amended: true)
        {
            ReportId = "r",
            ConversationId = "c",
            Operator = "o",
            Network = "mobile",
            Link = "a",
            Sender = new Sender(null, "", 0, 0),
            ShortCode = "992",
            Text = "x",
            Alphabet = "gsm7",
            Language = "en",
            ReceivedAt = default,
            ConfirmBy = default,
            Parts = new PartCount(1, 1, []),
            Complete = true,
            Problems = [],
            Raw = [],
        };

        scan.Read(CloudEvent.WriteEvent("e-2", "node", null, DateTimeOffset.UnixEpoch, amended)).ShouldBeTrue();
        scan.Amended.ShouldBeTrue();
        scan.Read(CloudEvent.WriteEvent("e-3", "node", null, DateTimeOffset.UnixEpoch, new ReplyDelivered("c", default))).ShouldBeFalse();
    }

    [Fact]
    public void The_sync_probe_measures_and_leaves_nothing_behind()
    {
        using var folder = new TempFolder();

        SyncProbe.Measure(folder.Path, TimeSpan.FromMilliseconds(1), TimeProvider.System).ShouldBeGreaterThan(0);

        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }
}
