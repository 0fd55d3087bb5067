using Bridge.Simulator.Load;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Simulator;

[Trait("Speed", "unit")]
public class LatencyHistogramTests
{
    private static readonly double[] Percents = [0, 1, 25, 50, 90, 95, 99, 99.9, 100];

    [Fact]
    public void Percentiles_are_those_of_a_sorted_array_and_never_more_than_a_128th_above()
    {
        // From nanoseconds to hours: the exponent is drawn first, so every octave is met.
        var durations = Gen.Choose(0, 40)
            .SelectMany(bits => Gen.Choose(0, int.MaxValue).Select(n => (long)(n / (double)int.MaxValue * (1L << bits))))
            .NonEmptyListOf();

        Prop.ForAll(durations.ToArbitrary(), ticks =>
        {
            var sorted = ticks.Order().ToArray();
            var histogram = Record(ticks);
            foreach (var percent in Percents)
            {
                var exact = sorted[Math.Max(1, (int)Math.Ceiling(percent / 100 * sorted.Length)) - 1];
                histogram.Percentile(percent).Ticks.ShouldBeInRange(exact, exact + exact / 128);
            }

            histogram.Max.Ticks.ShouldBe(sorted[^1]);
            histogram.Count.ShouldBe(sorted.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_empty_one_says_zero()
    {
        var histogram = new LatencyHistogram();

        histogram.Percentile(99).ShouldBe(TimeSpan.Zero);
        histogram.Max.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_clock_that_went_back_and_a_month_of_waiting_do_not_break_it()
    {
        var histogram = Record([-1, TimeSpan.FromDays(365).Ticks]);

        histogram.Percentile(50).ShouldBe(TimeSpan.Zero);
        histogram.Percentile(100).ShouldBeGreaterThan(TimeSpan.FromDays(30));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++) histogram.Record(new TimeSpan(i * 977));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static LatencyHistogram Record(IEnumerable<long> ticks)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in ticks) histogram.Record(new TimeSpan(value));
        return histogram;
    }
}
