using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Faults;

/// <summary>One system call of a trace that strace wrote with -f -yy -xx. Began and Ended are line numbers: calls of several threads overlap.</summary>
internal sealed record SystemCall(int Began, int Ended, string Name, string Arguments)
{
    /// <summary>The sequence number, when the call read a PDU of this kind from a socket.</summary>
    public uint? ReadsPdu(CommandId command) => Name is "recvfrom" or "recvmsg" or "read" && Arguments.Contains("<TCP", StringComparison.Ordinal) ? Pdu(command) : null;

    public uint? WritesPdu(CommandId command) => Name is "sendto" or "sendmsg" or "write" && Arguments.Contains("<TCP", StringComparison.Ordinal) ? Pdu(command) : null;

    public bool WritesTo(string file) => Name == "pwrite64" && NamesFile(file);

    public bool Syncs(string file) => Name is "fdatasync" or "fsync" && NamesFile(file);

    private bool NamesFile(string file) => Arguments.Contains($"/{file}>", StringComparison.Ordinal) || Arguments.Contains(Hex($"/{file}") + ">", StringComparison.Ordinal);

    /// <summary>command_length, command_id, command_status, sequence_number (SMPP v3.4 §3.2), as -xx prints octets.</summary>
    private uint? Pdu(CommandId command)
    {
        var header = Regex.Match(Arguments, @"""((?:\\x[0-9a-f]{2}){16})");
        if (!header.Success) return null;
        var octets = Convert.FromHexString(header.Groups[1].Value.Replace("\\x", "", StringComparison.Ordinal));
        return Number(octets, 4) == (uint)command ? Number(octets, 12) : null;
    }

    private static uint Number(byte[] octets, int offset) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan(offset));

    private static string Hex(string text) => string.Concat(text.Select(c => $"\\x{(int)c:x2}"));
}

internal static partial class SystemCalls
{
    /// <summary>In the order of their beginning; a call that another thread's interrupted is put together again.</summary>
    public static IReadOnlyList<SystemCall> Read(IReadOnlyList<string> lines)
    {
        var calls = new List<SystemCall>();
        var open = new Dictionary<int, SystemCall>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (Line().Match(lines[at]) is not { Success: true } line) continue;
            var thread = int.Parse(line.Groups["thread"].Value, CultureInfo.InvariantCulture);
            var rest = line.Groups["rest"].Value;
            if (Resumed().Match(rest) is { Success: true } resumed)
            {
                if (open.Remove(thread, out var begun)) calls.Add(begun with { Ended = at, Arguments = begun.Arguments + resumed.Groups["rest"].Value });
            }
            else if (Call().Match(rest) is { Success: true } call)
            {
                var one = new SystemCall(at, at, call.Groups["name"].Value, call.Groups["rest"].Value);
                if (rest.EndsWith("<unfinished ...>", StringComparison.Ordinal)) open[thread] = one;
                else calls.Add(one);
            }
        }

        return [.. calls.OrderBy(call => call.Began)];
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<rest>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>(?<rest>.*)$")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(?<name>\w+)\((?<rest>.*)$")]
    private static partial Regex Call();
}
