using Bridge.Tests.Architecture.Planted.Ground.Inner;
using Bridge.Tests.Architecture.Planted.Left;
using Bridge.Tests.Architecture.Planted.Right;

// Small rooms with every kind of breach planted in them: what the checker of the order is itself checked with.
namespace Bridge.Tests.Architecture.Planted.Ground.Inner
{
    internal static class Helper
    {
        public static int Add(int first, int second) => first + second;
    }
}

namespace Bridge.Tests.Architecture.Planted.Ground
{
    internal static class CallsInLambda
    {
        public static async Task<int> SumAsync()
        {
            await Task.Yield();
            return new[] { 1, 2 }.Select(number => Caller.Double(number)).Sum();
        }
    }

    internal sealed class HoldsInField
    {
        public Dictionary<string, Caller[]> Callers { get; } = [];
    }

    internal sealed class Catches
    {
        public static int Read(Func<int> read)
        {
            try
            {
                return read();
            }
            catch (LeftException)
            {
                return Helper.Add(0, 0);
            }
        }
    }

    internal static class Compares
    {
        public static bool IsCaller(object value) => value.GetType() == typeof(Caller);
    }

    internal interface IImplemented;
}

namespace Bridge.Tests.Architecture.Planted.Left
{
    internal sealed class Caller
    {
        public static int Double(int number) => Ground.Inner.Helper.Add(number, number);
    }

    internal sealed class Implements : Ground.IImplemented;

    internal sealed class LeftException : Exception;

    internal sealed class UsesNeighbour
    {
        private sealed class Nested
        {
            public Neighbour? Neighbour { get; init; }
        }
    }
}

namespace Bridge.Tests.Architecture.Planted.Right
{
    internal sealed class Neighbour;
}

namespace Bridge.Tests.Architecture.Planted.Attic
{
    internal sealed class Unlisted;
}
