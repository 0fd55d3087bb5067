using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>
/// What peers really send, by the numbers of the things that others get wrong. None of it throws, none of it loses a text that is there,
/// and all of it leaves a sequence number to answer with.
/// </summary>
[Trait("Speed", "unit")]
public class HostilePeerTests
{
    [Fact]
    public void Nr_9_a_TLV_cut_short_loses_neither_the_text_nor_the_TLVs_before_it()
    {
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(Wired.DeliverBody(tail: [0x02, 0x04, 0, 2, 1, 2, 0x03, 0x81, 0, 200, 1])));

        Text(deliver).ShouldBe("help");
        deliver.Sequence.ShouldBe(7u);
        deliver.Tlvs.ShouldHaveSingleItem().Tag.ShouldBe(TlvTag.UserMessageReference);
        var fault = deliver.Fault.ShouldNotBeNull();
        fault.Field.ShouldBe("callback_num");
        deliver.Octets.Span[fault.Offset..][..2].ToArray().ShouldBe([0x03, 0x81]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nr_9_octets_left_over_that_are_no_TLV_are_only_noted(int count)
    {
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(Wired.DeliverBody(tail: new byte[count])));

        Text(deliver).ShouldBe("help");
        deliver.Tlvs.ShouldBeEmpty();
        deliver.Fault.ShouldNotBeNull().Field.ShouldBe("TLV");
    }

    [Fact]
    public void Nr_9_unknown_and_repeated_TLVs_are_kept_in_their_order()
    {
        byte[] tlvs = [0x15, 0x01, 0, 1, 9, 0x02, 0x04, 0, 2, 0, 1, 0x15, 0x01, 0, 0, 0x02, 0x04, 0, 2, 0, 2];
        var octets = Wired.Deliver(Wired.DeliverBody(tail: tlvs));

        var deliver = Wired.Decoded<DeliverSm>(octets);

        deliver.Fault.ShouldBeNull();
        deliver.Tlvs.Select(tlv => (ushort)tlv.Tag).ShouldBe<ushort>([0x1501, 0x0204, 0x1501, 0x0204]);
        deliver.Tlv(TlvTag.UserMessageReference)!.Value.ToArray().ShouldBe([0, 1]);
        Wired.Encoded(deliver).ShouldBe(octets);
    }

    [Fact]
    public void Nr_9_a_message_payload_cut_short_is_a_text_as_far_as_it_goes()
    {
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(Wired.DeliverBody(0, "", [0x04, 0x24, 0xFF, 0xFF, .. "help"u8])));

        Text(deliver).ShouldBe("help");
        deliver.Fault.ShouldNotBeNull().Field.ShouldBe("message_payload");
    }

    [Fact]
    public void Nr_10_an_sm_length_that_says_too_much_takes_what_is_there()
    {
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(Wired.DeliverBody(smLength: 200)));

        Text(deliver).ShouldBe("help");
        deliver.Source.Value.ShouldBe("85291234567");
        deliver.Fault.ShouldNotBeNull().Field.ShouldBe("short_message");
    }

    [Fact]
    public void Nr_10_an_sm_length_that_says_too_little_leaves_the_rest_in_the_octets()
    {
        var octets = Wired.Deliver(Wired.DeliverBody(smLength: 2));
        var deliver = Wired.Decoded<DeliverSm>(octets);

        Text(deliver).ShouldBe("he");
        deliver.Fault.ShouldNotBeNull();
        deliver.Octets.ToArray().ShouldBe(octets);
    }

    [Fact]
    public void Nr_10_every_deliver_sm_cut_anywhere_is_still_a_deliver_sm_with_its_sequence_number()
    {
        var body = Wired.DeliverBody(tail: [0x02, 0x04, 0, 2, 1, 2]);
        for (var length = 0; length < body.Length; length++)
        {
            var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(body[..length]));

            deliver.Sequence.ShouldBe(7u);
            if (length != body.Length - 6) deliver.Fault.ShouldNotBeNull($"cut at {length}");
        }
    }

    [Fact]
    public void Nr_10_a_source_address_longer_than_the_field_is_taken_whole_and_the_text_is_found()
    {
        var address = new string('8', 30);
        byte[] body = [0, 1, 1, .. Encoding.ASCII.GetBytes(address), 0, 3, 0, .. "992\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, .. "help"u8];
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(body));

        deliver.Source.Value.ShouldBe(address);
        deliver.Destination.Value.ShouldBe("992");
        Text(deliver).ShouldBe("help");
        deliver.Fault.ShouldBe(new("source_addr", 19, "takes 31 octets, 21 at most"));
    }

    /// <summary>
    /// SMPP v3.4 §4.6.1 has them null in a deliver_sm; some SMSCs put the time of their centre there, in a form of their own.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData("2601011200")]
    [InlineData("260101120000032+")]
    [InlineData("2026-01-01T12:00:00+08:00")]
    public void What_a_deliver_sm_should_leave_null_is_read_over(string time)
    {
        byte[] body =
        [
            0, 1, 1, .. "85291234567\0"u8, 3, 0, .. "992\0"u8, 0, 0, 0, .. Encoding.ASCII.GetBytes(time), 0,
                .. Encoding.ASCII.GetBytes(time), 0, 1, 1, 0, 9, 4, .. "help"u8,
        ];
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(body));

        (deliver.Source.Value, Text(deliver)).ShouldBe(("85291234567", "help"));
        if (time.Length <= 16) deliver.Fault.ShouldBeNull();
        else deliver.Fault.ShouldNotBeNull().Field.ShouldBe("schedule_delivery_time");
    }

    [Theory]
    [InlineData(20, null)]
    [InlineData(21, "takes 22 octets, 21 at most")]
    public void Nr_10_the_limit_of_a_string_counts_its_NUL(int characters, string? reason)
    {
        byte[] body = [
            0, 1, 1, .. Encoding.ASCII.GetBytes(new string('8', characters)), 0, 3, 0, .. "992\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var reasonRead = Wired.Decoded<DeliverSm>(Wired.Deliver(body)).Fault?.Reason;

        reasonRead.ShouldBe(reason);
    }

    [Fact]
    public void Nr_10_a_string_without_its_NUL_is_taken_up_to_the_end()
    {
        var resp = Wired.Decoded<SubmitSmResp>(Wired.Pdu(CommandId.SubmitSmResp, CommandStatus.Ok, 3, [.. "4f2c9a10"u8]));

        resp.MessageId.ShouldBe("4f2c9a10");
        resp.Fault.ShouldBe(new("message_id", 16, "has no NUL"));
    }

    [Fact]
    public void Octets_past_ASCII_in_an_address_survive()
    {
        var octets = Wired.Deliver([0, 5, 0, 0xC9, 0xE9, 0, 3, 0, .. "992\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

        Wired.Encoded(Wired.Decoded<DeliverSm>(octets)).ShouldBe(octets);
    }

    [Theory]
    [InlineData(CommandId.BindTransceiverResp)]
    [InlineData(CommandId.BindReceiverResp)]
    [InlineData(CommandId.BindTransmitterResp)]
    [InlineData(CommandId.SubmitSmResp)]
    [InlineData(CommandId.DataSmResp)]
    [InlineData(CommandId.DeliverSmResp)]
    public void Nr_11_an_error_response_is_sound_with_its_body_and_without(CommandId command)
    {
        foreach (var body in new byte[][] { [], [0], [.. "text\0"u8] })
        {
            var resp = PduCodec.Decode(Wired.Pdu(command, CommandStatus.SysErr, 5, body));

            resp.Command.ShouldBe(command);
            resp.Status.ShouldBe(CommandStatus.SysErr);
            resp.Fault.ShouldBeNull();
        }
    }

    [Fact]
    public void Nr_11_a_deliver_sm_resp_of_16_octets_is_an_answer() =>
        Wired.Decoded<DeliverSmResp>(Wired.Pdu(CommandId.DeliverSmResp, CommandStatus.Ok, 5)).Fault.ShouldBeNull();

    [Fact]
    public void Nr_11_a_submit_sm_resp_that_accepts_without_an_id_says_what_it_lacks() =>
        Wired.Decoded<SubmitSmResp>(Wired.Pdu(CommandId.SubmitSmResp, CommandStatus.Ok, 5)).Fault.ShouldBe(
            new("message_id", 16, "is missing"));

    [Fact]
    public void Nr_12_a_message_payload_of_64_KiB_comes_through()
    {
        var payload = new byte[65_535];
        Random.Shared.NextBytes(payload);

        var deliver = Wired.Decoded<DeliverSm>(Wired.Encoded(new DeliverSm { Tlvs = [new(TlvTag.MessagePayload, payload)] }));

        deliver.UserData.ToArray().ShouldBe(payload);
    }

    [Fact]
    public void Nr_8_a_text_that_looks_like_a_receipt_is_a_text()
    {
        const string Text = "id:1 stat:DELIVRD";
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(Wired.DeliverBody((byte)Text.Length, Text)));

        deliver.EsmClass.IsDeliveryReceipt.ShouldBeFalse();
        DeliveryReceipt.Read(deliver).ShouldBeNull();
    }

    [Fact]
    public void Both_bodies_filled_stay_both_within_reach()
    {
        var deliver = Wired.Decoded<DeliverSm>(Wired.Deliver(Wired.DeliverBody(tail: [0x04, 0x24, 0, 3, .. "all"u8])));

        Text(deliver).ShouldBe("help");
        deliver.Tlv(TlvTag.MessagePayload)!.Value.ToArray().ShouldBe("all"u8.ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void Sequence_numbers_outside_the_spec_are_echoed_unchanged(uint sequence) =>
        PduCodec
            .Decode(
                Wired.Encoded(
                    new DeliverSmResp { Sequence = PduCodec.Decode(Wired.Pdu(CommandId.DeliverSm, CommandStatus.Ok, sequence)).Sequence }))
            .Sequence.ShouldBe(sequence);

    [Theory]
    [InlineData(0x00010200u)]
    [InlineData(0x80010200u)]
    [InlineData((uint)CommandId.QueryBroadcastSm)]
    [InlineData((uint)CommandId.BroadcastSmResp)]
    public void A_command_that_we_do_not_type_is_written_as_it_came(uint command)
    {
        var octets = Wired.Pdu((CommandId)command, CommandStatus.SysErr, 9, 1, 2, 3);

        Wired.Encoded(Wired.Decoded<UnknownPdu>(octets)).ShouldBe(octets);
    }

    [Fact]
    public void No_PDU_tells_a_log_what_is_in_it()
    {
        Pdu[] pdus =
        [
            Wired.Decoded<DeliverSm>(Wired.Deliver(Wired.DeliverBody(tail: [0x04, 0x24, 0, 4, .. "help"u8]))),
            new Bind { Mode = BindMode.Receiver, SystemId = "help", Password = "help" },
        ];

        foreach (var pdu in pdus) $"{pdu} {string.Join(' ', pdu.Tlvs)}".ShouldNotContain("help");
    }

    private static string Text(DeliverSm deliver) => Encoding.Latin1.GetString(deliver.UserData.Span);
}
