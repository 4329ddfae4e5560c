;;; emacs_eglot.el --- Drives the language server in Emacs with eglot  -*- lexical-binding: t; -*-

;; Prints what it sees, one line each.  The environment is as in emacs_dap.el.

(setq create-lockfiles nil make-backup-files nil eglot-sync-connect 60 eglot-connect-timeout 60)
(package-initialize)
(add-to-list 'load-path (expand-file-name "emacs" (getenv "MOONWALK_EDITORS")))
(require 'lua-mode)
(require 'eglot)
(require 'flymake)
(require 'moonwalk)
(setq moonwalk-command (list (getenv "MOONWALK")))

(defun say (&rest words)
  (princ (concat (apply #'format words) "\n")))

(defun wait (what holds)
  (let ((tries 0))
    (while (not (funcall holds))
      (when (> (setq tries (1+ tries)) 6000)
        (say "waited in vain for %s" what)
        (kill-emacs 1))
      (accept-process-output nil 0.01))))

(defun at (word)
  (goto-char (point-min))
  (search-forward word)
  (goto-char (match-beginning 0)))

(find-file (getenv "PROGRAM"))
(lua-mode)
(apply #'eglot--connect (eglot--guess-contact))
(wait "the server" #'eglot-current-server)
(eglot--maybe-activate-editing-mode)
(flymake-start)
(wait "diagnostics" #'flymake-diagnostics)
(dolist (one (flymake-diagnostics))
  (say "diagnostic %d %s" (line-number-at-pos (flymake-diagnostic-beg one)) (flymake-diagnostic-text one)))
(defun ask (method)
  (jsonrpc-request (eglot--current-server-or-lose) method (eglot--TextDocumentPositionParams)))
(at "insert")
(let ((hover (plist-get (plist-get (ask :textDocument/hover) :contents) :value)))
  (say "hover %s" (and (string-match "table\\.insert" hover) (match-string 0 hover))))
(at "double(2)")
(say "definition %d"
     (xref-location-line (xref-item-location (car (xref-backend-definitions 'eglot "LSP identifier at point.")))))
(at "double")
(eglot-rename "twice")
(say "renamed %s" (buffer-substring (point-min) (progn (goto-char (point-min)) (line-end-position))))
(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(say "stopped")
(kill-emacs 0)
;;; emacs_eglot.el ends here
