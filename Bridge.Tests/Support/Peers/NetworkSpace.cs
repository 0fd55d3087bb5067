using System.Net;
using System.Runtime.InteropServices;

namespace Bridge.Tests.Support;

/// <summary>
/// A network namespace of its own at the other end of a veth cable that can be cut: octets then vanish without a word to either side. Needs
/// root.
/// </summary>
internal sealed partial class NetworkSpace : IAsyncDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly string _name;
    private readonly string _cable;

    private NetworkSpace(int number)
    {
        _name = $"bridge-test-{number}";
        _cable = $"bt{number}";
        Here = IPAddress.Parse($"10.231.{number % 256}.1");
        There = IPAddress.Parse($"10.231.{number % 256}.2");
    }

    /// <summary>This side's address.</summary>
    public IPAddress Here { get; }

    /// <summary>The address inside.</summary>
    public IPAddress There { get; }

    public static async Task<NetworkSpace> CreateAsync()
    {
        var space = new NetworkSpace(Environment.ProcessId);
        await RunAsync($"netns add {space._name}");
        await RunAsync($"link add {space._cable}h type veth peer name {space._cable}t netns {space._name}");
        await RunAsync($"addr add {space.Here}/30 dev {space._cable}h");
        await RunAsync($"link set {space._cable}h up");
        await RunAsync($"-n {space._name} addr add {space.There}/30 dev {space._cable}t");
        await space.MendAsync();
        return space;
    }

    public Task CutAsync() => RunAsync($"-n {_name} link set {_cable}t down");

    public Task MendAsync() => RunAsync($"-n {_name} link set {_cable}t up");

    /// <summary>Makes something whose sockets belong to the space: a socket stays where its thread was when it was made.</summary>
    public T Inside<T>(Func<T> make)
    {
        T? made = default;
        Exception? failed = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var space = File.OpenHandle($"/run/netns/{_name}");
                if (SetNamespace((int)space.DangerousGetHandle(), CloneNewNet) != 0)
                {
                    throw new InvalidOperationException("setns failed: root is needed");
                }

                made = make();
            }
            catch (Exception failure)
            {
                failed = failure;
            }
        });
        thread.Start();
        thread.Join();
        return failed is null ? made! : throw new InvalidOperationException("not made", failed);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync($"link del {_cable}h");
        await RunAsync($"netns del {_name}");
    }

    private static async Task RunAsync(string arguments)
    {
        var result = await Tool.RunAsync("ip", arguments.Split(' '));
        if (result.ExitCode != 0) throw new InvalidOperationException($"ip {arguments}: {result.Error}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int space, int kind);
}
