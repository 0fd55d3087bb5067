using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

/// <summary>Something that the simulated centre saw or did, for screens and tests.</summary>
public abstract record CentreActivity;

/// <param name="Report">The data of report.received and report.amended; null for every other event.</param>
/// <param name="SeenBefore">An event with this id has come before; the centre ignores it.</param>
public sealed record EventSeen(CentreEvent Event, ReportData? Report, bool SeenBefore) : CentreActivity;

/// <summary>What came was no event of the contract. The reason holds none of its content.</summary>
public sealed record EventUnreadable(string Reason) : CentreActivity;

/// <param name="Problems">What the bridge finds wrong with the command; empty when it took it.</param>
public sealed record CommandSent(Command Command, IReadOnlyList<string> Problems) : CentreActivity;
