using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public class CodecLaws
{
    private static readonly CommandId[] Commands = Enum.GetValues<CommandId>();

    [Fact]
    public void What_is_encoded_decodes_to_the_same() =>
        Prop.ForAll(SoundPdus().ToArbitrary(), pdu =>
        {
            var decoded = PduCodec.Decode(Wired.Encoded(pdu));
            return decoded.Fault is null
                && decoded.GetType() == pdu.GetType()
                && Lines(decoded).SequenceEqual(Lines(pdu))
                && Wired.Encoded(decoded).SequenceEqual(Wired.Encoded(pdu));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_bodies_under_every_command_never_throw_and_keep_command_status_and_sequence() =>
        Prop.ForAll(RandomPdus().ToArbitrary(), octets =>
        {
            var header = PduHeader.Read(octets);
            var pdu = PduCodec.Decode(octets);
            return pdu.Command == header.Command && pdu.Status == header.Status && pdu.Sequence == header.Sequence
                && pdu.Octets.Span.SequenceEqual(octets);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Mutated_PDUs_never_throw_and_a_sound_one_is_written_as_it_was_meant() =>
        Prop.ForAll(MutatedPdus().ToArbitrary(), octets =>
        {
            var pdu = PduCodec.Decode(octets);
            DeliveryReceipt.Read(pdu);
            if (pdu.Fault is not null || !CanBeWritten(pdu)) return true;
            return Lines(PduCodec.Decode(Wired.Encoded(pdu))).SequenceEqual(Lines(pdu));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Octets_too_few_for_a_header_never_throw() =>
        Prop.ForAll(Octets(PduSizes.HeaderOctets - 1).ToArbitrary(), octets => PduCodec.Decode(octets).Fault is not null)
            .QuickCheckThrowOnFailure();

    /// <summary>Four octets make a TLV of nothing, which is what costs most: 24 octets of ours for 4 of the peer's.</summary>
    [Fact]
    public void A_hostile_PDU_costs_no_more_than_a_small_multiple_of_its_octets()
    {
        byte[][] costly =
        [
            Wired.Deliver(Wired.DeliverBody(tail: new byte[69_000])),
            Wired.Deliver([.. Enumerable.Repeat((byte)'9', 69_000)]),
            Wired.Pdu(CommandId.EnquireLink, CommandStatus.Ok, 1, new byte[69_000]),
            Wired.Pdu(CommandId.SubmitSmResp, CommandStatus.Ok, 1, [.. Enumerable.Repeat((byte)'9', 69_000)]),
            Wired.Pdu((CommandId)0x00010200, CommandStatus.Ok, 1, new byte[69_000]),
        ];
        foreach (var octets in costly)
        {
            PduCodec.Decode(octets);
            var before = GC.GetAllocatedBytesForCurrentThread();
            PduCodec.Decode(octets);

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan((8 * octets.Length) + 1_024);
        }
    }

    [Fact]
    public void A_usual_deliver_sm_costs_one_PDU_and_its_senders_number()
    {
        var octets = Wired.Deliver(Wired.DeliverBody());
        PduCodec.Decode(octets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        PduCodec.Decode(octets);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(350);
    }

    [Fact]
    public void A_stream_of_any_PDUs_in_any_pieces_is_the_same_PDUs()
    {
        var streams =
            from pdus in SoundPdus().Select(Wired.Encoded).ArrayOf(4)
            from pieces in Gen.Choose(1, 40).ArrayOf(200)
            select (pdus, pieces);
        Prop.ForAll(streams.ToArbitrary(), sample =>
        {
            var stream = sample.pdus.SelectMany(pdu => pdu).ToArray();
            var cut = new List<byte[]>();
            byte[] kept = [];
            var at = 0;
            for (var i = 0; at < stream.Length; i++)
            {
                var end = Math.Min(stream.Length, at + sample.pieces[i % sample.pieces.Length]);
                var buffer = Segments.Of(kept, stream[at..end]);
                at = end;
                while (Framer.TryCut(ref buffer, 70_000, out var pdu) == FrameResult.Frame)
                {
                    cut.Add(System.Buffers.BuffersExtensions.ToArray(pdu));
                }

                kept = System.Buffers.BuffersExtensions.ToArray(buffer);
            }

            return kept.Length == 0 && cut.Count == sample.pdus.Length
                && cut.Zip(sample.pdus).All(pair => pair.First.SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>The one thing that reading lets pass and writing does not: a time of a length that the spec has none of.</summary>
    private static bool CanBeWritten(Pdu pdu) => pdu switch
    {
        MessagePdu message => AreTimes(message.ScheduleDeliveryTime, message.ValidityPeriod),
        ReplaceSm replace => AreTimes(replace.ScheduleDeliveryTime, replace.ValidityPeriod),
        SubmitMulti multi => AreTimes(multi.ScheduleDeliveryTime, multi.ValidityPeriod),
        QuerySmResp resp => AreTimes(resp.FinalDate),
        _ => true,
    };

    private static bool AreTimes(params string[] fields) => fields.All(field => field.Length is 0 or 16);

    private static IEnumerable<string> Lines(Pdu pdu) =>
    [
        .. PduFields.Of(pdu with { Tlvs = [] }).Select(field => $"{field.Key}={field.Value}"),
        .. pdu.Tlvs.Select(tlv => $"{tlv.Tag} {Convert.ToHexString(tlv.Value.Span)}"),
    ];

    private static Gen<byte> Octets() => Gen.Choose(0, 255).Select(i => (byte)i);

    private static Gen<byte[]> Octets(int most) => Gen.Choose(0, most).SelectMany(length => Octets().ArrayOf(length));

    private static Gen<string> Text(int most) =>
        from length in Gen.Choose(0, most)
        from octets in Gen.Choose(1, 255).ArrayOf(length)
        select string.Concat(octets.Select(octet => (char)octet));

    private static Gen<string> Times() => Gen.Elements("", "000000003000000R", "260101120000032+");

    private static Gen<Address> Addresses(int most) =>
        from ton in Octets()
        from npi in Octets()
        from value in Text(most)
        select new Address(ton, npi, value);

    private static Gen<Tlv[]> SomeTlvs() =>
        (from tag in Gen.OneOf(Gen.Elements(Enum.GetValues<TlvTag>()), Gen.Choose(0, 0xFFFF).Select(i => (TlvTag)i))
         from value in Octets(40)
         select new Tlv(tag, value)).ArrayOf().Resize(6);

    private static Gen<Pdu> SoundPdus()
    {
        var withTlvs =
            from body in Gen.OneOf(HeaderOnly(), Binds(), BindResps(), Outbinds(), Delivers(), Submits(), DataSms(), Alerts(), Resps(),
                Queries(), Replaces(), Multis(), MultiResps())
            from sequence in Gen.Choose(0, int.MaxValue)
            from tlvs in SomeTlvs()
            select body with { Sequence = (uint)sequence, Tlvs = tlvs };
        var unknown =
            from id in Gen.Choose(0x10200, 0x102FF)
            from body in Octets(60)
            select (Pdu)new UnknownPdu((CommandId)id) { Body = body };
        return Gen.Frequency((10, withTlvs), (1, unknown));
    }

    private static Gen<Pdu> HeaderOnly() =>
        Gen.Elements<Pdu>(new EnquireLink(), new EnquireLinkResp(), new CancelSmResp(), new ReplaceSmResp(), new Unbind(), new UnbindResp(),
            new GenericNack());

    private static Gen<Pdu> Binds() =>
        from mode in Gen.Elements(Enum.GetValues<BindMode>())
        from id in Text(15)
        from password in Text(8)
        from type in Text(12)
        from octets in Octets().ArrayOf(3)
        from range in Text(40)
        select (Pdu)new Bind
        {
            Mode = mode,
            SystemId = id,
            Password = password,
            SystemType = type,
            InterfaceVersion = octets[0],
            AddrTon = octets[1],
            AddrNpi = octets[2],
            AddressRange = range,
        };

    private static Gen<Pdu> BindResps() =>
        from mode in Gen.Elements(Enum.GetValues<BindMode>())
        from id in Text(15)
        select (Pdu)new BindResp { Mode = mode, SystemId = id };

    private static Gen<Pdu> Outbinds() =>
        from id in Text(15)
        from password in Text(8)
        select (Pdu)new Outbind { SystemId = id, Password = password };

    private static Gen<Pdu> Delivers() =>
        from source in Addresses(20)
        from destination in Addresses(20)
        from service in Text(5)
        from octets in Octets().ArrayOf(7)
        from schedule in Times()
        from validity in Times()
        from body in Octets(255)
        select (Pdu)new DeliverSm
        {
            Source = source,
            Destination = destination,
            ServiceType = service,
            EsmClass = new(octets[0]),
            ProtocolId = octets[1],
            PriorityFlag = octets[2],
            ScheduleDeliveryTime = schedule,
            ValidityPeriod = validity,
            RegisteredDelivery = octets[3],
            ReplaceIfPresentFlag = octets[4],
            DataCoding = octets[5],
            SmDefaultMsgId = octets[6],
            ShortMessage = body,
        };

    private static Gen<Pdu> Submits() =>
        from source in Addresses(20)
        from destination in Addresses(20)
        from coding in Octets()
        from body in Octets(255)
        select (Pdu)new SubmitSm { Source = source, Destination = destination, DataCoding = coding, ShortMessage = body };

    private static Gen<Pdu> DataSms() =>
        from source in Addresses(64)
        from destination in Addresses(64)
        from coding in Octets()
        select (Pdu)new DataSm { Source = source, Destination = destination, DataCoding = coding };

    private static Gen<Pdu> Alerts() =>
        from source in Addresses(64)
        from esme in Addresses(64)
        select (Pdu)new AlertNotification { Source = source, Esme = esme };

    private static Gen<Pdu> Resps() =>
        from id in Text(64)
        from resp in Gen.Elements<Pdu>(
            new SubmitSmResp { MessageId = id },
            new DeliverSmResp { MessageId = id },
            new DataSmResp { MessageId = id })
        select resp;

    private static Gen<Pdu> Queries() =>
        from id in Text(64)
        from type in Text(5)
        from source in Addresses(20)
        from destination in Addresses(20)
        from date in Times()
        from octets in Octets().ArrayOf(2)
        from pdu in Gen.Elements<Pdu>(
            new QuerySm { MessageId = id, Source = source },
            new QuerySmResp { MessageId = id, FinalDate = date, State = (MessageState)octets[0], ErrorCode = octets[1] },
            new CancelSm { ServiceType = type, MessageId = id, Source = source, Destination = destination })
        select pdu;

    private static Gen<Pdu> Replaces() =>
        from id in Text(64)
        from source in Addresses(20)
        from schedule in Times()
        from validity in Times()
        from octets in Octets().ArrayOf(2)
        from body in Octets(255)
        select (Pdu)new ReplaceSm
        {
            MessageId = id,
            Source = source,
            ScheduleDeliveryTime = schedule,
            ValidityPeriod = validity,
            RegisteredDelivery = octets[0],
            SmDefaultMsgId = octets[1],
            ShortMessage = body,
        };

    private static Gen<Pdu> Multis() =>
        from source in Addresses(20)
        from recipients in Gen.Choose(0, 255).SelectMany(count => Recipients().ArrayOf(count))
        from octets in Octets().ArrayOf(7)
        from schedule in Times()
        from validity in Times()
        from body in Octets(255)
        select (Pdu)new SubmitMulti
        {
            Source = source,
            Recipients = recipients,
            EsmClass = new(octets[0]),
            ProtocolId = octets[1],
            PriorityFlag = octets[2],
            ScheduleDeliveryTime = schedule,
            ValidityPeriod = validity,
            RegisteredDelivery = octets[3],
            ReplaceIfPresentFlag = octets[4],
            DataCoding = octets[5],
            SmDefaultMsgId = octets[6],
            ShortMessage = body,
        };

    private static Gen<Recipient> Recipients() =>
        Gen.OneOf(Addresses(20).Select(address => new Recipient(address)), Text(20).Select(list => new Recipient(Address.None, list)));

    private static Gen<Pdu> MultiResps() =>
        from id in Text(64)
        from count in Gen.Choose(0, 255)
        from unreached in (
            from address in Addresses(20) from error in Gen.Choose(0, int.MaxValue) select new Unreached(address, (CommandStatus)error))
            .ArrayOf(count)
        select (Pdu)new SubmitMultiResp { MessageId = id, Unreached = unreached };

    private static Gen<byte[]> RandomPdus() =>
        from command in Gen.OneOf(Gen.Elements(Commands), Gen.Choose(0, int.MaxValue).Select(i => (CommandId)i))
        from status in Gen.Elements(0u, 8u, 0x400u)
        from sequence in Gen.Choose(int.MinValue, int.MaxValue)
        from body in Octets(300)
        select Wired.Pdu(command, (CommandStatus)status, (uint)sequence, body);

    /// <summary>
    /// One to three octets changed, and perhaps the end cut off; command_length is put right, for framing has dealt with that.
    /// </summary>
    private static Gen<byte[]> MutatedPdus() =>
        from pdu in SoundPdus()
        from places in Gen.Choose(0, int.MaxValue).ArrayOf(3)
        from values in Octets().ArrayOf(3)
        from cut in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, int.MaxValue)))
        select Mutated(Wired.Encoded(pdu), places, values, cut);

    private static byte[] Mutated(byte[] octets, int[] places, byte[] values, int cut)
    {
        var body = octets[PduSizes.HeaderOctets..];
        for (var i = 0; i < places.Length && body.Length > 0; i++) body[places[i] % body.Length] = values[i];
        if (body.Length > 0) body = body[..(body.Length - (cut % body.Length))];
        var header = PduHeader.Read(octets);
        return Wired.Pdu(header.Command, header.Status, header.Sequence, body);
    }
}
