namespace Bridge.Protocol.Smpp;

/// <summary>The spec's own spelling of commands and statuses, as operators' engineers and our metrics use it.</summary>
public static class SpecNames
{
    /// <summary>"deliver_sm", "bind_transceiver_resp"; an unknown command is "0x00010200".</summary>
    public static string SpecName(this CommandId command) => throw new NotImplementedException();

    /// <summary>"ESME_ROK", "ESME_RTHROTTLED"; an unknown status is "0x00000400".</summary>
    public static string SpecName(this CommandStatus status) => throw new NotImplementedException();
}
