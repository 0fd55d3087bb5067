using Bridge.Worker.Configuration;

namespace Bridge.Tests.Support;

/// <summary>The plan of the tests with the automatic texts as they are unless the configuration says otherwise.</summary>
internal static class NoticePlans
{
    public static BridgePlan Create(TempFolder folder, bool outside = false, bool receipts = true)
    {
        var plan = TestPlan.Create(folder.File("bridge.db"), receipts);
        return plan with
        {
            Notices = NoticeWording.Defaults.ToDictionary(
                notice => notice.Kind,
                notice => notice.Kind == "outside-hong-kong" ? notice with { Enabled = outside } : notice),
            Operators = [.. plan.Operators.Select(op => op with { OutsidePrefixes = ["86"] })],
        };
    }
}
