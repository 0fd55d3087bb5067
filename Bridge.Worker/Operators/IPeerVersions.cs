namespace Bridge.Worker.Operators;

/// <summary>What the operators' SMSCs speak.</summary>
public interface IPeerVersions
{
    /// <summary>
    /// Whether every link over which the operator gets its submits may carry TLVs: its bind_resp said v3.4 or later (sc_interface_version, SMPP v3.4 §5.3.2.25), or the
    /// configuration says so of one that says nothing. Null: none has been bound yet.
    /// </summary>
    bool? TakesTlvs(string operatorName);
}
