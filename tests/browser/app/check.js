// What a page does with the engine; the result goes to the test.

export async function check(voc) {
  await voc.init();
  await voc.init();
  return { version: voc.version() };
}
