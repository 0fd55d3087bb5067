using Bridge.Protocol.Smpp;
using Bridge.Worker.Replies;

namespace Bridge.Tests.Replies;

/// <summary>Every command_status there is, by what a submit that was answered with it is worth.</summary>
[Trait("Speed", "unit")]
public class SubmitVerdictTests
{
    private static readonly int[] Passing = [0x04, 0x08, 0x45, 0x58, 0x64, 0xFE, 0xFF, 0x102];
    private static readonly int[] Final = [0x01, 0x0A, 0x0B, 0x0C, 0x33, 0x34, 0x40, 0x42, 0x44, 0x55, 0x63, 0x65, 0x66];

    private static readonly int[] Settings =
    [
        0x02, 0x03, 0x05, 0x06, 0x07, 0x15, 0x43, 0x48, 0x49, 0x50, 0x51, 0x53, 0x54, 0x61, 0x62, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0x100,
            0x101, 0x103, 0x104, 0x105, 0x106,
    ];

    [Fact]
    public void Every_status_has_its_verdict()
    {
        for (var status = 0; status <= 0x600; status++)
        {
            var expected = status switch
            {
                0 => SubmitVerdict.Accepted,
                0x14 => SubmitVerdict.QueueFull,
                _ when Passing.Contains(status) => SubmitVerdict.Retry,
                _ when Final.Contains(status) => SubmitVerdict.Refused,
                _ when Settings.Contains(status) => SubmitVerdict.Misconfigured,
                _ => SubmitVerdict.Unexpected,
            };
            SubmitVerdicts.Classify((CommandStatus)status).ShouldBe(expected, $"0x{status:X}");
        }
    }

    [Theory]
    [InlineData(CommandStatus.InvSrcTon, true)]
    [InlineData(CommandStatus.Prohibited, true)]
    [InlineData(CommandStatus.InvBndSts, true)]
    [InlineData(CommandStatus.MsgQFul, false)]
    [InlineData(CommandStatus.InvDstAdr, false)]
    [InlineData(CommandStatus.Ok, false)]
    public void Only_a_refusal_of_our_settings_is_tried_over_another_link_at_once(CommandStatus status, bool other) =>
        SubmitVerdicts.IsAboutLink(new SubmitSmResp { Status = status }).ShouldBe(other);

    [Fact]
    public void Waits_double_up_to_a_minute_and_begin_with_one_when_the_settings_are_refused()
    {
        for (var attempt = 0; attempt < 2_000; attempt++)
        {
            var longest = Math.Min(60, Math.Pow(2, Math.Min(attempt, 10)));
            Backoff.AfterSubmit(SubmitVerdict.Retry, attempt, draw: 0).TotalSeconds.ShouldBe(longest * 0.8, 0.001);
            Backoff.AfterSubmit(SubmitVerdict.Unexpected, attempt, draw: 1).TotalSeconds.ShouldBe(longest * 1.2, 0.001);
            Backoff.AfterSubmit(SubmitVerdict.Misconfigured, attempt, draw: 0.5).TotalSeconds.ShouldBe(60, 0.001);
        }
    }

    [Fact]
    public void A_full_inbox_is_tried_after_1_2_4_8_and_16_minutes_and_once_more_before_the_end()
    {
        var day = TimeSpan.FromDays(1);
        Enumerable.Range(1, 7).Select(failures => Backoff.AfterFullInbox(failures, day, draw: 0.5)!.Value.TotalMinutes)
            .ShouldBe([1, 2, 4, 8, 16, 16, 16]);
        Backoff.AfterFullInbox(5, TimeSpan.FromMinutes(10), draw: 0.5).ShouldBe(TimeSpan.FromMinutes(9));
        Backoff.AfterFullInbox(1, TimeSpan.FromMinutes(1.5), draw: 0.5).ShouldBeNull();
    }

    [Theory]
    [InlineData(MessageState.Enroute, 0, ReceiptMeaning.UnderWay)]
    [InlineData(MessageState.Accepted, 0, ReceiptMeaning.UnderWay)]
    [InlineData(MessageState.Scheduled, 0, ReceiptMeaning.UnderWay)]
    [InlineData(MessageState.Unknown, 0, ReceiptMeaning.Unknown)]
    [InlineData(MessageState.Delivered, 0, ReceiptMeaning.Delivered)]
    [InlineData(MessageState.Undeliverable, 208, ReceiptMeaning.InboxFull)]
    [InlineData(MessageState.Undeliverable, 211, ReceiptMeaning.InboxFull)]
    [InlineData(MessageState.Expired, 211, ReceiptMeaning.InboxFull)]
    [InlineData(MessageState.Undeliverable, 27, ReceiptMeaning.Failed)]
    [InlineData(MessageState.Expired, 0, ReceiptMeaning.Failed)]
    [InlineData(MessageState.Rejected, 0, ReceiptMeaning.Failed)]
    [InlineData(MessageState.Deleted, 0, ReceiptMeaning.Failed)]
    [InlineData(MessageState.Skipped, 0, ReceiptMeaning.Failed)]
    internal void Every_state_has_its_meaning(MessageState state, int code, ReceiptMeaning meaning)
    {
        foreach (var type in (byte[])[0, 3])
        {
            ReceiptMeanings.Classify(state, code == 0 ? null : new NetworkError(type, (ushort)code)).ShouldBe(meaning);
        }
    }

    [Fact]
    public void Another_kind_of_network_means_other_things_by_its_numbers() =>
        ReceiptMeanings.Classify(MessageState.Undeliverable, new NetworkError(2, 211)).ShouldBe(ReceiptMeaning.Failed);
}
