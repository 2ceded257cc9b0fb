import { stripVTControlCharacters } from "node:util";
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestError, TestResult } from "@playwright/test/reporter";

/**
 * One line per test, failures in full where they happen and once more at the end, which is all that some readers of a long log see.
 * The last line is for scripts: `N passed, N failed`.
 */
export default class PlainReporter implements Reporter {
  private root: Suite | undefined;
  private errors = 0;
  private readonly failures: string[] = [];

  printsToStdio() {
    return true;
  }

  onBegin(_config: FullConfig, root: Suite) {
    this.root = root;
  }

  onStdOut(chunk: string | Buffer) {
    process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer) {
    process.stderr.write(chunk);
  }

  onTestEnd(test: TestCase, result: TestResult) {
    const title = titleOf(test);
    const outcome = result.status === test.expectedStatus ? (result.status === "skipped" ? "-" : "✓") : "✗";
    console.log(`${outcome} ${title} (${result.duration} ms)`);
    if (outcome !== "✗") return;
    const why = result.errors.map((error) => indent(explain(error))).join("\n");
    console.log(why);
    this.failures.push(`✗ ${title}\n${why}`);
  }

  /** What fails outside any test: a file that does not load, a set-up that throws. */
  onError(error: TestError) {
    this.errors++;
    const failure = `✗ ${explain(error)}`;
    console.log(failure);
    this.failures.push(failure);
  }

  onEnd(result: FullResult) {
    const tests = this.root?.allTests() ?? [];
    const outcomes = tests.map((test) => test.outcome());
    const skipped = outcomes.filter((outcome) => outcome === "skipped").length;
    const passed = outcomes.filter((outcome) => outcome === "expected" || outcome === "flaky").length;
    const failed = outcomes.length - skipped - passed + this.errors;

    for (const failure of this.failures) console.log(`\n${failure}`);
    for (const test of tests) if (test.outcome() === "flaky") console.log(`\nPassed when tried again: ${titleOf(test)}`);
    if (result.status === "interrupted" || result.status === "timedout") console.log(`The run was ${result.status}.`);
    console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  }
}

function titleOf(test: TestCase): string {
  return test.titlePath().filter(Boolean).join(" › ");
}

function explain({ message, stack, snippet, value }: TestError): string {
  const text = [stack ?? message ?? value ?? "failed without a message", snippet].filter(Boolean).join("\n");
  return process.stdout.isTTY ? text : stripVTControlCharacters(text);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
