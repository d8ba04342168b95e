// Follow the colour scheme of the page around this one: the Airflow UI keeps its own.
try {
  const outer = window.parent.document.documentElement;
  const follow = () => {
    const scheme = outer.classList.contains("dark") ? "dark" : outer.classList.contains("light") ? "light" : "";
    document.documentElement.dataset.scheme = scheme;
  };
  follow();
  if (window.parent !== window) new MutationObserver(follow).observe(outer, { attributes: true, attributeFilter: ["class"] });
} catch (error) {
  // Shown inside a page of another origin: the system's scheme holds.
}
