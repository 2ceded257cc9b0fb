const KEY = Symbol.for("mailroom.singletons");

type Shelf = Map<string, unknown>;

/**
 * One value per process (and one in each of its threads) under `name`. server.ts and each of Next's bundles evaluate
 * their own copy of a module; a connection pool or an engine must exist once all the same. Keep data here and behaviour
 * in modules: what is kept outlives hot reloads, and `instanceof` fails across copies.
 */
export function singleton<T>(name: string, make: () => T): T {
  const holder = globalThis as { [KEY]?: Shelf };
  holder[KEY] ??= new Map();
  const shelf = holder[KEY];
  if (!shelf.has(name)) shelf.set(name, make());
  return shelf.get(name) as T;
}

/** Takes the value back out, for whoever shuts it down. */
export function takeSingleton<T>(name: string): T | undefined {
  const shelf = (globalThis as { [KEY]?: Shelf })[KEY];
  const value = shelf?.get(name) as T | undefined;
  shelf?.delete(name);
  return value;
}
