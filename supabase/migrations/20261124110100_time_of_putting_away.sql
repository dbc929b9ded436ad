-- The server's clock, not the sender's, says when a document was put away. Postgres takes times that no browser can read (infinity, the
-- year 294276): a partner who set one kept both from ever opening the document again.
create function private.stamp_putting_away() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if new.archived_at is not null and new.archived_at is distinct from old.archived_at then
    new.archived_at := now();
  end if;
  return new;
end
$$;

create trigger c_stamp_putting_away before update of archived_at on public.documents
  for each row execute function private.stamp_putting_away();

update public.documents set archived_at = now()
where archived_at is not null and (archived_at < '2020-01-01' or archived_at > now());

select private.apply_grants();
