"""Who fits whom: scores, rules, and the best matching with its proof. Pure: no database (docs/adr/0018).

``terms`` what counts, ``people`` what people told, ``encoding`` and ``pairs`` the same as numbers, ``scoring`` the one
formula, ``candidates`` the pairs worth looking at, ``flow`` the optimum on them, ``solving`` the optimum over all with
its proof, ``groups`` people who meet together, ``explaining`` the reasons, ``making`` all of it in one call.
"""
