using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Tests.Replies;

[Trait("Speed", "unit")]
public sealed class SubmitBuilderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);
    private static readonly Address OneWay = new(5, 0, "#992");

    /// <summary>Steps 4 and 5 of the guide need answers to what the centre writes; the activation text wants none.</summary>
    [Fact]
    public void Only_the_activation_text_comes_from_the_sender_that_nobody_can_answer()
    {
        foreach (var kind in Enum.GetValues<OutboundKind>())
        {
            var submit = Submits(kind, "一", LongTextForm.Udh).ShouldHaveSingleItem();

            submit.Source.ShouldBe(kind == OutboundKind.Activation ? OneWay : new Address(3, 0, "992"), kind.ToString());
        }
    }

    [Fact]
    public void Where_no_such_sender_is_agreed_the_activation_text_comes_from_the_one_of_replies() =>
        Submits(OutboundKind.Activation, "一", LongTextForm.Udh, oneWay: null)
            .ShouldHaveSingleItem().Source.ShouldBe(new Address(3, 0, "992"));

    /// <summary>The service is free, and who reads may be hiding: nothing that bills, flashes, alerts or replaces another text.</summary>
    [Theory]
    [InlineData(LongTextForm.Udh)]
    [InlineData(LongTextForm.Sar)]
    [InlineData(LongTextForm.Payload)]
    public void No_text_to_a_person_bills_flashes_alerts_or_replaces(LongTextForm form)
    {
        foreach (var kind in Enum.GetValues<OutboundKind>())
        {
            foreach (var text in (string[])["一", "Help", new string('一', 200), new string('a', 400)])
            {
                foreach (var submit in Submits(kind, text, form))
                {
                    submit.DataCoding.ShouldBeOneOf((byte)0x00, (byte)0x08);
                    (submit.ServiceType, submit.ProtocolId, submit.PriorityFlag, submit.ReplaceIfPresentFlag, submit.SmDefaultMsgId)
                        .ShouldBe(("", (byte)0, (byte)0, (byte)0, (byte)0));
                    submit.Tlvs.Select(tlv => tlv.Tag).ShouldBeSubsetOf(
                        [TlvTag.SarMsgRefNum, TlvTag.SarTotalSegments, TlvTag.SarSegmentSeqnum, TlvTag.MessagePayload]);
                    UserDataHeader.Read(submit.UserData.Span, submit.EsmClass.HasUdh).Octets.ShouldBe(
                        submit.EsmClass.HasUdh ? 6 : 0, "nothing but the part's place");
                }
            }
        }
    }

    private static IEnumerable<SubmitSm> Submits(OutboundKind kind, string text, LongTextForm form) => Submits(kind, text, form, OneWay);

    private static IEnumerable<SubmitSm> Submits(OutboundKind kind, string text, LongTextForm form, Address? oneWay)
    {
        var reply = new Reply(
            1,
            "c1",
            "r1",
            1,
            TestPlan.Mobile,
            new Address(1, 1, "91234567"),
            kind,
            null,
            Noon,
            Noon.AddMinutes(5),
            null,
            Ended: false);
        var plan = OperatorPlan.Former(TestPlan.Mobile) with
        {
            Sender = new Address(3, 0, "992"),
            ActivationSender = oneWay,
            LongText = form,
            Receipts = true,
        };
        return TextSplitter
            .Split(text, form, 1)
            .Select((part, i) => SubmitBuilder.Build(reply, new ReplyPart(1, i + 1, part, null, null, null), plan, Noon));
    }
}
