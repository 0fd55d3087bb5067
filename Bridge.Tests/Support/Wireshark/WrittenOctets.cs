using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Support;

/// <summary>
/// Every PDU that our side writes in any test, each different one once, with the test that saw it first. Wireshark reads them all when the
/// tests are over (<see cref="DissectingFramework"/>). Connections of the test support record by themselves; a test whose octets are meant
/// to be broken says so.
/// </summary>
internal sealed class WrittenOctets
{
    private const int LongestPdu = 70_000;

    /// <summary>Of all the tests that run together.</summary>
    public static WrittenOctets OfThisRun { get; } = new();

    /// <summary>Octets as Latin-1, which loses none and compares by value; then the test.</summary>
    private readonly ConcurrentDictionary<string, string> _pdus = new(StringComparer.Ordinal);

    /// <summary>What is so wrong that no PDU can be cut out of it; then the test.</summary>
    private readonly ConcurrentDictionary<string, string> _unframed = new(StringComparer.Ordinal);

    /// <summary>A connection on which our side writes.</summary>
    /// <param name="test">The test that it belongs to; the one that calls, when not given.</param>
    public Connection Open(string? test = null) => new(this, test ?? CallingTest());

    public bool Has(byte[] pdu) => _pdus.ContainsKey(Encoding.Latin1.GetString(pdu));

    /// <summary>
    /// "SessionEndTests.A_silent_peer": the outermost method of a test class on the stack; after an await it may be one that the test
    /// called.
    /// </summary>
    public static string CallingTest()
    {
        var found = "a test";
        foreach (var frame in new StackTrace(skipFrames: 1).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method) continue;
            var outer = type;
            while (outer.DeclaringType is { } around) outer = around;
            if (!outer.Name.EndsWith("Tests", StringComparison.Ordinal)) continue;

            // An async method runs in a class of its own that bears its name: <A_silent_peer>d__7.
            var name = type == outer ? method.Name : type.Name;
            found = $"{outer.Name}.{(name.StartsWith('<') ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name)}";
        }

        return found;
    }

    /// <summary>By test, all that is wrong with what our side wrote there. Empty when nothing is.</summary>
    public async Task<IReadOnlyDictionary<string, List<string>>> ComplaintsAsync()
    {
        var written = _pdus.ToArray();
        var complaints = _unframed.Select(fault => (Test: fault.Value, What: fault.Key)).ToList();
        if (written.Length > 0)
        {
            var octets = written.Select(pdu => Encoding.Latin1.GetBytes(pdu.Key)).ToList();
            complaints.AddRange(
                (await Dissection.ComplaintsAsync(octets)).Select(complaint => (written[complaint.Index].Value, complaint.What)));
        }

        return complaints
            .GroupBy(complaint => complaint.Test)
            .ToDictionary(test => test.Key, test => test.Select(complaint => complaint.What).ToList());
    }

    /// <summary>One direction of one connection, cut by command_length alone. What is cut off at its end was never written whole.</summary>
    internal sealed class Connection(WrittenOctets all, string test)
    {
        private readonly Lock _gate = new();
        private readonly List<byte> _rest = [];
        private bool _lost;

        public void Add(ReadOnlySpan<byte> octets)
        {
            lock (_gate)
            {
                if (_lost) return;
                _rest.AddRange(octets);
                var uncut = CollectionsMarshal.AsSpan(_rest);
                var at = 0;
                while (!_lost && uncut.Length - at >= 4)
                {
                    var length = BinaryPrimitives.ReadUInt32BigEndian(uncut[at..]);
                    _lost = length is < PduSizes.HeaderOctets or > LongestPdu;
                    if (_lost)
                    {
                        all._unframed.TryAdd(
                            $"command_length {length} in {Convert.ToHexString(uncut.Slice(at, Math.Min(uncut.Length - at, 64)))}", test);
                    }

                    if (_lost || length > uncut.Length - at) break;
                    all._pdus.TryAdd(Encoding.Latin1.GetString(uncut.Slice(at, (int)length)), test);
                    at += (int)length;
                }

                _rest.RemoveRange(0, at);
            }
        }
    }
}
