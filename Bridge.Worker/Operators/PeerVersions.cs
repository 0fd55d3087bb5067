using System.Collections.Concurrent;

namespace Bridge.Worker.Operators;

/// <summary>
/// Which version of SMPP the operators' SMSCs speak, as their links learn it. Not a part of the links, because the rooms that ask are those
/// that the links hand their texts to. Any thread.
/// </summary>
public sealed class PeerVersions
{
    /// <summary>The first version with TLVs (SMPP v3.4 §3.3.2).</summary>
    private const byte Version34 = 0x34;

    private readonly ConcurrentDictionary<(string Operator, string Link), byte> _versions = new();

    /// <summary>A link over which submits go was bound.</summary>
    /// <param name="version">
    /// sc_interface_version of the bind_resp (SMPP v3.4 §5.3.2.25), or the configuration's word for an SMSC that does not tell.
    /// </param>
    /// <returns>Whether it may carry TLVs.</returns>
    public bool Learn(string operatorName, string link, byte version)
    {
        _versions[(operatorName, link)] = version;
        return version >= Version34;
    }

    /// <summary>Whether every link that submits to the operator may carry TLVs. Null: none has been bound yet.</summary>
    public bool? TakesTlvs(string operatorName)
    {
        bool? all = null;
        foreach (var ((name, _), version) in _versions)
        {
            if (name == operatorName) all = (all ?? true) && version >= Version34;
        }

        return all;
    }
}
