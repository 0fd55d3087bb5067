using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Faults;

/// <summary>
/// One system call of a trace that strace wrote with -f -yy -xx. Began and Ended are line numbers: calls of several threads overlap.
/// </summary>
internal sealed partial record SystemCall(int Began, int Ended, string Name, string Arguments)
{
    /// <summary>The sequence numbers of the PDUs of this kind that the call read from a socket.</summary>
    public IEnumerable<uint> Reads(CommandId command) => Name is "recvfrom" or "recvmsg" or "read" ? Pdus(command) : [];

    public IEnumerable<uint> Writes(CommandId command) => Name is "sendto" or "sendmsg" or "write" ? Pdus(command) : [];

    public bool WritesTo(string file) => Name == "pwrite64" && NamesFile(file);

    public bool Syncs(string file) => Name is "fdatasync" or "fsync" && NamesFile(file);

    private bool NamesFile(string file) =>
        Arguments.Contains($"/{file}>", StringComparison.Ordinal) || Arguments.Contains(Hex($"/{file}") + ">", StringComparison.Ordinal);

    /// <summary>
    /// command_length, command_id, command_status, sequence_number (SMPP v3.4 §3.2) of one PDU after the other, as -xx prints octets.
    /// </summary>
    private IEnumerable<uint> Pdus(CommandId command)
    {
        if (!Arguments.Contains("<TCP", StringComparison.Ordinal) || Octets().Match(Arguments) is not { Success: true } printed)
        {
            yield break;
        }

        var octets = Convert.FromHexString(printed.Groups[1].Value.Replace("\\x", "", StringComparison.Ordinal));
        for (var at = 0L; at + 16 <= octets.Length; at += Math.Max(16, Number(octets, at)))
        {
            if (Number(octets, at + 4) == (uint)command) yield return Number(octets, at + 12);
        }
    }

    [GeneratedRegex(@"""((?:\\x[0-9a-f]{2})+)")]
    private static partial Regex Octets();

    private static uint Number(byte[] octets, long offset) => BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan((int)offset));

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
                if (open.Remove(thread, out var begun))
                    calls.Add(begun with { Ended = at, Arguments = begun.Arguments + resumed.Groups["rest"].Value });
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
