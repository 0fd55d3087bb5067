namespace Bridge.Worker.Decode;

/// <summary>`bridge decode`: one PDU, or a UDH and body, field by field.</summary>
public static class DecodeCommand
{
    public static int Run(IReadOnlyList<string> hex, string? alphabet, TextReader stdin, TextWriter output, TextWriter error) => throw new NotImplementedException();
}
