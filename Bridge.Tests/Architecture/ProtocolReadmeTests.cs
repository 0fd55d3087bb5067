using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Architecture;

/// <summary>The example in Bridge.Protocol/README.md is the first method here, so it compiles and does what it says.</summary>
[Trait("Speed", "unit")]
public class ProtocolReadmeTests
{
    private static string? ReadText(byte[] octets)
    {
        if (PduCodec.Decode(octets) is not DeliverSm message || message.EsmClass.IsDeliveryReceipt) return null;

        var part = new ReceivedPart(Number: 1, message.DataCoding, message.UserData, message.EsmClass.HasUdh);
        var text = TextJoiner.Join([part], total: 1, defaultAlphabet: Alphabet.Gsm7);
        foreach (var problem in text.Problems) Console.Error.WriteLine(problem);
        return text.Text;
    }

    [Fact]
    public void The_example_reads_the_text_of_a_deliver_sm() => ReadText(Octets(esmClass: 0x00)).ShouldBe("救命");

    [Fact]
    public void The_example_reads_no_text_in_a_receipt() => ReadText(Octets(esmClass: 0x04)).ShouldBeNull();

    [Fact]
    public void The_README_prints_the_example_as_it_is()
    {
        var readme = Read("Bridge.Protocol", "README.md");
        var example = readme.Split("```csharp\n")[1].Split("```")[0];

        var source = Read("Bridge.Tests", "Architecture", "ProtocolReadmeTests.cs");
        var method = source.Split("{\n    private ")[1].Split("\n    }\n")[0] + "\n    }\n";
        example.ShouldBe(method.Replace("\n    ", "\n", StringComparison.Ordinal));
    }

    private static byte[] Octets(byte esmClass) =>
    [
        .. Convert.FromHexString("00000033" + "00000005" + "00000000" + "00000001"),
        0, 1, 1, .. "85291234567\0"u8, 3, 0, .. "992\0"u8, esmClass, 0, 0, 0, 0, 0, 0, 8, 0, 4, 0x65, 0x51, 0x54, 0x7D,
    ];

    private static string Read(params string[] path) => File.ReadAllText(Repository.File(path)).ReplaceLineEndings("\n");
}
