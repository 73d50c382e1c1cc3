import type { Block, Element } from '../../state/model.ts';

/** All blocks in the order in which they are shown, those inside containers and carousels included. */
export function* nestedBlocks(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if (block.type === 'container') yield* nestedBlocks((block['child_blocks'] ?? []) as Block[]);
    if (block.type === 'carousel') yield* nestedBlocks((block['elements'] ?? []) as Block[]);
  }
}

/** The interactive elements of one block, without those of the blocks inside it. */
export function elementsOf(block: Block): Element[] {
  const field = (name: string) => (block[name] ?? []) as Element[];
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return field('elements');
    case 'card':
      return field('actions');
    case 'section': {
      const accessory = block['accessory'] as Element | undefined;
      return accessory && accessory.type !== 'image' ? [accessory] : [];
    }
    case 'input':
      return [block['element'] as Element];
    default:
      return [];
  }
}

export interface Placed {
  block: Block;
  element: Element;
}

/** Every interactive element with the block in which it stands. */
export function placedElements(blocks: readonly Block[]): Placed[] {
  return [...nestedBlocks(blocks)].flatMap((block) =>
    elementsOf(block).map((element) => ({ block, element })),
  );
}
