import { createHash } from "node:crypto";
import { Environment } from "@marcbachmann/cel-js";

/** Longest value kept as it is; an index row holds no more than a few of them. */
const MAX_KEY = 256;

const cel = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });

type Expression = (context: Record<string, unknown>) => unknown;

const parsed = new Map<string, Expression>();

/** Parses a CEL expression once. Throws when it is not one. */
export function compile(source: string): Expression {
  const expression = parsed.get(source) ?? cel.parse(source);
  parsed.set(source, expression);
  return expression;
}

/** The value of `source`; null when a field it names is missing, as in the real server. */
export function evaluate(source: string, context: Record<string, unknown>): unknown {
  const expression = compile(source);
  try {
    const value = expression(context);
    // CEL integers come back as BigInt.
    return typeof value === "bigint" ? Number(value) : value;
  } catch {
    return null;
  }
}

/** No expression holds always. */
export function holds(source: string | null | undefined, context: Record<string, unknown>): boolean {
  return !source || evaluate(source, context) === true;
}

/** A key for grouping: the value as JSON, so that 1 and "1" stay apart. Without an expression there is one group. */
export function keyOf(source: string | undefined, context: Record<string, unknown>): string {
  if (!source) return "";
  const key = JSON.stringify(evaluate(source, context)) ?? "null";
  return key.length <= MAX_KEY ? key : createHash("sha256").update(key).digest("hex");
}
