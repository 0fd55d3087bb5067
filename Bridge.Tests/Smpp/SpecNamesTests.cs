using System.Globalization;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public class SpecNamesTests
{
    /// <summary>node-smpp has v5.0's names, of which these were others in v3.4 §5.1.3 and §5.3.2.</summary>
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["ESME_RINVTLVSTREAM"] = "ESME_RINVOPTPARSTREAM",
        ["ESME_RTLVNOTALLWD"] = "ESME_ROPTPARNOTALLWD",
        ["ESME_RINVTLVLEN"] = "ESME_RINVPARLEN",
        ["ESME_RMISSINGTLV"] = "ESME_RMISSINGOPTPARAM",
        ["ESME_RINVTLVVAL"] = "ESME_RINVOPTPARAMVAL",
        ["dest_port"] = "destination_port",
    };

    [Fact]
    public void Every_name_is_spelt_as_node_smpp_spells_it()
    {
        var theirs = Theirs();

        foreach (var command in Enum.GetValues<CommandId>()) theirs.ShouldContain(("command", (uint)command, command.SpecName()));
        foreach (var status in Enum.GetValues<CommandStatus>()) theirs.ShouldContain(("status", (uint)status, status.SpecName()));
        foreach (var tag in Enum.GetValues<TlvTag>()) theirs.ShouldContain(("tlv", (uint)tag, tag.SpecName()));
    }

    [Fact]
    public void An_unknown_number_is_its_own_name()
    {
        ((CommandId)0x00010200).SpecName().ShouldBe("0x00010200");
        ((CommandStatus)0x400).SpecName().ShouldBe("0x00000400");
        ((TlvTag)0x1501).SpecName().ShouldBe("0x1501");
    }

    [Fact]
    public void A_known_name_costs_nothing()
    {
        CommandId.DeliverSm.SpecName();
        CommandStatus.Ok.SpecName();
        var before = GC.GetAllocatedBytesForCurrentThread();
        CommandId.DeliverSm.SpecName();
        CommandStatus.Ok.SpecName();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static HashSet<(string Kind, uint Number, string Name)> Theirs()
    {
        using var stream = typeof(SpecNamesTests).Assembly.GetManifestResourceStream("Vectors/node-smpp-names.hex")!;
        return
        [
            .. new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
                .Select(line => line.Split(' '))
                .Select(words => (words[0], uint.Parse(words[1], NumberStyles.HexNumber), Renamed.GetValueOrDefault(words[2], words[2]))),
        ];
    }
}
