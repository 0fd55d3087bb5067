namespace Bridge.Worker.Hosting;

/// <summary>What `bridge` says to the shell and to systemd (contract §1; sysexits.h).</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>A fault that restarting may cure.</summary>
    public const int Fault = 1;
    public const int Degraded = 1;
    public const int Unreachable = 2;

    /// <summary>EX_USAGE.</summary>
    public const int Usage = 64;

    /// <summary>EX_DATAERR.</summary>
    public const int BadData = 65;

    /// <summary>EX_NOINPUT.</summary>
    public const int NoInput = 66;

    /// <summary>EX_CONFIG: the unit file keeps systemd from restarting on it.</summary>
    public const int Configuration = 78;
}
