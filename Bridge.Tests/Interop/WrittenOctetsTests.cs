using System.Globalization;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>What the bridge writes in earnest, dissected by Wireshark: not what we think that SMPP is.</summary>
[Collection(RabbitMqTests.Name)]
public class WrittenOctetsTests(RabbitMqServer broker)
{
    [PeerFact(Peer.NodeSmpp, Peer.Wireshark)]
    public async Task Everything_the_bridge_writes_is_SMPP_to_Wireshark()
    {
        string[] binds = ["transceiver"];
        await using var run = await SmscRun.StartAsync("node", "node/smsc.js", EmergencyTexts.Of(40), await broker.FreshAsync(), binds);
        await run.UntilDeliveredAsync();
        (await run.StopAsync(binds.Length)).ShouldBe(0);
        var written = run.Written.ShouldHaveSingleItem();

        var rows = await Wireshark.DissectAsync(written, Wireshark.Malformed, Wireshark.Complaint, "smpp.command_id", "smpp.command_status");

        rows.Count.ShouldBe(written.Count);
        rows.ShouldAllBe(row => row[Wireshark.Malformed] == "" && row[Wireshark.Complaint] == "");
        rows.Select(row => row["smpp.command_id"]).Distinct().ShouldBe(
            ["0x00000009", "0x80000005", "0x00000004", "0x00000006"], ignoreOrder: true, "bind_transceiver, deliver_sm_resp, submit_sm, unbind");
        rows[0]["smpp.command_id"].ShouldBe("0x00000009");
        rows[^1]["smpp.command_id"].ShouldBe("0x00000006");
        rows.Where(row => Id(row) >= 0x80000000).ShouldAllBe(row => row["smpp.command_status"] == "0x00000000");
    }

    private static uint Id(Dictionary<string, string> row) => uint.Parse(row["smpp.command_id"][2..], NumberStyles.HexNumber);
}
