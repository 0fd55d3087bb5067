using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

/// <summary>Something that happened at the simulated centre, for screens and tests.</summary>
public abstract record CentreMoment;

/// <param name="Report">The data of report.received and report.amended.</param>
/// <param name="Again">An id seen before: told, and otherwise ignored.</param>
public sealed record EventSeen(CentreEvent Event, ReportData? Report, bool Again) : CentreMoment;

/// <summary>What came was no event of the contract. The reason holds none of its content.</summary>
public sealed record EventUnreadable(string Reason) : CentreMoment;

/// <param name="Problems">Empty when the bridge took the command.</param>
public sealed record CommandSent(Command Command, IReadOnlyList<string> Problems) : CentreMoment;
