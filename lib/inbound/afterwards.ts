/** Work that goes on after an answer. Its failures concern no sender: they are logged after `trouble`. */
export class Afterwards {
  private readonly going = new Set<Promise<void>>();

  constructor(private readonly trouble: string) {}

  add(work: Promise<void>) {
    const watched = work.catch((error: unknown) => console.error(`${this.trouble}:`, error)).finally(() => this.going.delete(watched));
    this.going.add(watched);
  }

  async done() {
    await Promise.all(this.going);
  }
}
