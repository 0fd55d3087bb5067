namespace Bridge.Simulator.Daemon;

/// <summary>The daemon could not be found, started or kept running; the message is for the person at the terminal.</summary>
public sealed class DaemonException(string message) : Exception(message);
