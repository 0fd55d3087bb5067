using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Smpp;

/// <summary>
/// PDUs that node-smpp and Net::SMPP made (Vectors/, with the scripts that made them): we read what they wrote, and write it as they did.
/// </summary>
[Trait("Speed", "unit")]
public class VectorTests
{
    public static TheoryData<string, string, string> Vectors()
    {
        var vectors = new TheoryData<string, string, string>();
        foreach (var file in new[] { "node-smpp", "net-smpp" })
        {
            using var stream = typeof(VectorTests).Assembly.GetManifestResourceStream($"Vectors/{file}.hex")!;
            var lines = new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line[0] != '#');
            foreach (var pair in lines.Chunk(2))
            {
                var words = pair[0].Split(' ', 2);
                vectors.Add($"{file}: {words[0]}", words[1], pair[1]);
            }
        }

        return vectors;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_fields_are_read_as_the_other_implementation_was_given_them(string name, string fields, string hex)
    {
        var expected = PduFields.FromJson(fields);
        var pdu = PduCodec.Decode(Convert.FromHexString(hex));
        pdu.Fault.ShouldBeNull(name);

        var read = PduFields.Of(pdu);
        if (pdu is UnknownPdu)
        {
            read["body"].ShouldBe(hex[(2 * PduSizes.HeaderOctets)..]);
            expected = expected.Where(field => read.ContainsKey(field.Key)).ToDictionary();
        }

        foreach (var (field, value) in expected) read[field].ShouldBe(value, field);
        Convert.ToHexStringLower(pdu.Octets.Span).ShouldBe(hex);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_same_octets_are_written(string name, string fields, string hex)
    {
        fields.ShouldNotBeEmpty();
        // SMPP v3.4 §4.6.2: message_id is one NUL. node-smpp leaves it out of an error, and some SMSCs refuse that.
        if (name == "node-smpp: deliver_sm_resp_error_without_body") hex = "00000011" + hex[8..] + "00";

        Convert.ToHexStringLower(Wired.Encoded(PduCodec.Decode(Convert.FromHexString(hex)))).ShouldBe(hex);
    }

    [Fact]
    public void There_are_vectors_of_every_PDU_that_we_type()
    {
        var covered = Vectors().Select(row => PduCodec.Decode(Convert.FromHexString((string)row[2])).GetType()).ToHashSet();

        covered.ShouldBe(
            typeof(Pdu).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Pdu)) && !type.IsAbstract), ignoreOrder: true);
    }
}
