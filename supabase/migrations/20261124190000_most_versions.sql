-- The most versions of one document that one partner keeps: one a week for nearly six years. A version is never removed and may hold a
-- megabyte, so there has to be an end; each has their own, so that one who keeps them without end leaves the other room.

-- As the person who keeps one, and so with the policies in force: nobody learns how many there are in another space.
create function private.limit_versions() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if (
    select count(*)
    from public.document_versions v
    where v.document_id = new.document_id
      and v.author_id = new.author_id
      -- Sent twice, it is refused as the same one, which the sender takes for kept.
      and v.id <> new.id
  ) >= 300 then
    raise exception using errcode = 'PT409', message = 'versions_full';
  end if;
  return new;
end
$$;

create trigger c_most before insert on public.document_versions
  for each row execute function private.limit_versions();

select private.apply_grants();
