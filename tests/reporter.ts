import { stripVTControlCharacters } from "node:util";
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestError, TestResult } from "@playwright/test/reporter";

/** One line per test, failures in full where they happen, and a last line that scripts can read: `N passed, N failed`. */
export default class PlainReporter implements Reporter {
  private root: Suite | undefined;
  private errors = 0;

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
    const title = test.titlePath().filter(Boolean).join(" › ");
    const outcome = result.status === test.expectedStatus ? (result.status === "skipped" ? "-" : "✓") : "✗";
    console.log(`${outcome} ${title} (${result.duration} ms)`);
    if (outcome === "✗") for (const error of result.errors) console.log(indent(explain(error)));
  }

  /** What fails outside any test: a file that does not load, a set-up that throws. */
  onError(error: TestError) {
    this.errors++;
    console.log(`✗ ${explain(error)}`);
  }

  onEnd(result: FullResult) {
    const outcomes = this.root?.allTests().map((test) => test.outcome()) ?? [];
    const skipped = outcomes.filter((outcome) => outcome === "skipped").length;
    const passed = outcomes.filter((outcome) => outcome === "expected" || outcome === "flaky").length;
    const failed = outcomes.length - skipped - passed + this.errors;

    if (result.status === "interrupted" || result.status === "timedout") console.log(`The run was ${result.status}.`);
    console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  }
}

function explain({ message, stack, snippet, value }: TestError): string {
  const text = [stack ?? message ?? value ?? "failed without a message", snippet].filter(Boolean).join("\n");
  return process.stdout.isTTY ? text : stripVTControlCharacters(text);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
