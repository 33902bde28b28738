import { useMessages } from '../../messages/language.tsx';

/** The doubts about a file; nothing if there are none. */
export function Doubts({ doubts }: { readonly doubts: readonly string[] }) {
  const { imports: messages, doubts: translator } = useMessages();
  if (doubts.length === 0) return null;
  return (
    <>
      <h3>{messages.doubts}</h3>
      <ul>
        {doubts.map((doubt) => (
          <li key={doubt}>{translator.explain(doubt)}</li>
        ))}
      </ul>
    </>
  );
}
