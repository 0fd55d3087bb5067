using System.Reflection;

namespace Bridge.Tests.Architecture;

/// <summary>
/// Finds the types that a type refers to: its base type and interfaces, its attributes, the signatures of its members, and the bodies of
/// its methods. An array or a generic type counts as the types it is made of. A constant is not found: the compiler copies its value.
/// </summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlySet<Type> From(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        AddAll(found, type.GetInterfaces());
        AddAll(found, type.GetGenericArguments().SelectMany(parameter => parameter.GetGenericParameterConstraints()));
        AddAttributes(found, type.CustomAttributes);
        foreach (var member in type.GetMembers(Declared))
        {
            AddAttributes(found, member.CustomAttributes);
            AddSignature(found, member);
            if (member is MethodBase method) AddBody(found, method);
        }

        found.RemoveWhere(used => used.HasElementType || used.IsGenericParameter || used.IsConstructedGenericType);
        return found;
    }

    private static void AddSignature(HashSet<Type> found, MemberInfo member)
    {
        if (member is FieldInfo field)
        {
            Add(found, field.FieldType);
        }
        else if (member is MethodBase method)
        {
            AddAll(found, method.GetParameters().Select(parameter => parameter.ParameterType));
            AddAttributes(found, method.GetParameters().SelectMany(parameter => parameter.CustomAttributes));
            Add(found, (method as MethodInfo)?.ReturnType);
            if (method.IsGenericMethod) AddAll(found, method.GetGenericArguments());
        }
    }

    private static void AddBody(HashSet<Type> found, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) return;

        AddAll(found, body.LocalVariables.Select(local => local.LocalType));
        AddAll(found, body.ExceptionHandlingClauses
            .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
            .Select(clause => clause.CatchType));
        var ofType = method.DeclaringType!.GetGenericArguments();
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        foreach (var token in MethodBodyTokens.Read(body.GetILAsByteArray()!))
        {
            var member = method.Module.ResolveMember(token, ofType, ofMethod)!;
            Add(found, member as Type ?? member.DeclaringType);
            AddSignature(found, member);
        }
    }

    private static void AddAttributes(HashSet<Type> found, IEnumerable<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(found, attribute.AttributeType);
            AddAll(found, attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue))
                .Select(argument => argument.Value as Type ?? argument.ArgumentType));
        }
    }

    private static void AddAll(HashSet<Type> found, IEnumerable<Type?> types)
    {
        foreach (var type in types) Add(found, type);
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || !found.Add(type)) return;

        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
        }
        else if (type.IsGenericParameter)
        {
            AddAll(found, type.GetGenericParameterConstraints());
        }
        else if (type.IsConstructedGenericType)
        {
            Add(found, type.GetGenericTypeDefinition());
            AddAll(found, type.GenericTypeArguments);
        }
    }
}
